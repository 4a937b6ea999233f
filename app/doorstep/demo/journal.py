"""The sample as facts: what the journal of a laptop would hold after both visits, without a window or a vault."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta, timezone
from itertools import groupby
from typing import TYPE_CHECKING

from doorstep.assessment import facts as f
from doorstep.assessment.answer import Answer, AttachmentRef, Provenance
from doorstep.assessment.people import Worker
from doorstep.assessment.record import Record, RecordBuilder
from doorstep.demo.sample import SamplePicture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath, Value
    from doorstep.definition.model import FormDefinition
    from doorstep.demo.sample import Sample, SampleAnswer

_LOCAL = timezone(timedelta(hours=1))
"""British Summer Time, which both visits fall in."""


def sample_record(sample: Sample, form: FormDefinition, record_id: str = "sample") -> Record:
    """Return the record after both visits, unsigned."""
    return RecordBuilder.of(sample_facts(sample, form, record_id)).freeze()


def sample_facts(sample: Sample, form: FormDefinition, record_id: str = "sample") -> tuple[f.Fact, ...]:
    """Return every fact of the sample in order. Answers are spread evenly over the time of their visit (UTC).

    Rows get the ids ``r1``, ``r2`` ... in the order in which they are added.
    """
    return tuple(_Scribe(sample, form, record_id).facts())


class _Scribe:
    def __init__(self, sample: Sample, form: FormDefinition, record_id: str) -> None:
        self._sample = sample
        self._form = form
        self._record_id = record_id
        self._rows: dict[tuple[str, RowPath], list[str]] = {}
        self._worker = next(party.id for party in sample.parties if isinstance(party, Worker))

    def facts(self) -> Iterator[f.Fact]:
        sample, form, by = self._sample, self._form, self._worker
        start = _moment(sample.visits[0], sample.visits[0].started)
        reference = f.FormReference(form.form, form.version, form.digest)
        yield f.RecordStarted(start, by, self._record_id, reference, sample.person, sample.route)
        for party in sample.parties:
            yield f.PartyPut(start, by, party)
        answers = {visit: list(group) for visit, group in groupby(sample.answers, lambda answer: answer.visit)}
        for visit in sample.visits:
            start, end = _moment(visit, visit.started), _moment(visit, visit.ended)
            yield f.VisitPut(start, by, visit)
            for index, answer in enumerate(answers[visit.id], start=1):
                yield from self._answer(answer, start + (end - start) * index / (len(answers[visit.id]) + 1))

    def _answer(self, said: SampleAnswer, at: datetime) -> Iterator[f.Fact]:
        path: RowPath = ()
        for repeat, index in zip(self._form.place(said.link_id).repeats, said.rows, strict=True):
            rows = self._rows.setdefault((repeat.link_id, path), [])
            if index == len(rows):
                rows.append(f"r{sum(map(len, self._rows.values())) + 1}")
                yield f.RowAdded(at, said.recorded_by, repeat.link_id, path, rows[index], index)
            path = (*path, rows[index])
        provenance = Provenance(recorded_by=said.recorded_by, recorded_at=at, visit=said.visit)
        value: Value | None = attachment(said.value) if isinstance(said.value, SamplePicture) else said.value
        yield f.AnswerGiven(at, said.recorded_by, said.key(path), Answer(said.state, provenance, value, said.reason))


def attachment(picture: SamplePicture) -> AttachmentRef:
    """Return the reference to a picture of the sample exactly as its file is. Raises OSError."""
    # Only who plays the sample pays for loading Pillow.
    from PIL import Image

    data = picture.file.read_bytes()
    with Image.open(picture.file) as image:
        width, height = image.size
        media_type = image.get_format_mimetype() or ""
    return AttachmentRef(hashlib.sha256(data).hexdigest(), media_type, len(data), width, height, picture.caption)


def _moment(visit: f.Visit, clock: str) -> datetime:
    """Return a local clock time of a visit (HH:MM) in UTC."""
    return datetime.combine(visit.day, time.fromisoformat(clock), _LOCAL).astimezone(UTC)
