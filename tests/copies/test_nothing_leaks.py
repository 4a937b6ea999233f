"""No answer outside an audience's right appears in any copy, in any format, nor in what the file says of itself.

Random records over the needs assessment as it ships, each answer holding a word that is nowhere else; random classes
and a random ledger. What may be read is worked out here anew, from the table of TB-12 and not from ``sharing``.
"""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile, is_zipfile

import pikepdf
import pytest

from copies.making import MADE_ON, WORKER, played, text_of_pdf
from doorstep.assessment.answer import PERSON, AnswerKey, ApproximateDate, Choices, Contact
from doorstep.assessment.answer import WORKER as WORKERS_LANE
from doorstep.assessment.facts import RowAdded
from doorstep.assessment.people import Carer, Person, Supporter, voice_of
from doorstep.assessment.session import AssessmentSession
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.copies.card import PROFILES as CARDS
from doorstep.copies.card import CardHelp, card_of
from doorstep.copies.composer import compose
from doorstep.copies.formats import FORMATS, CopyFormat, Setting
from doorstep.copies.html import write_html
from doorstep.copies.languages import InLanguage, tongue_of
from doorstep.copies.pdf.writer import write_pdf
from doorstep.copies.profiles import PROFILES
from doorstep.copies.translating import translated
from doorstep.definition.model import ItemType, Speaker, Visibility
from doorstep.errors import WrongVoiceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from doorstep.assessment.answer import RowPath, Value
    from doorstep.copies.document import Document
    from doorstep.definition.model import FormDefinition, Item

NOW = datetime(2026, 10, 6, 13, 30, tzinfo=UTC)
DINA, PAUL = Carer("c1", "Dina Allen", "daughter"), Carer("c2", "Paul Allen", "son")
ROSE = Supporter("s1", "Rose Bell", "neighbour")
SURGERY = "Canal Side Surgery"
AUDIENCES = (
    Audience(AudienceKind.PERSON),
    Audience(AudienceKind.CARER, DINA.id),
    Audience(AudienceKind.CARER, PAUL.id),
    Audience(AudienceKind.PROVIDER, SURGERY),
)
CLOSED = {Visibility.PRIVATE_PERSON, Visibility.PRIVATE_CARER, Visibility.WORKER_ONLY}
WORDED = {ItemType.TEXT, ItemType.LONG_TEXT, ItemType.CONTACT, ItemType.DATE}


def needle(number: int) -> str:
    """Return a word that no form, font or library holds."""
    return f"qzx{number:04d}vjw"


BRAILLED = re.compile("QZX#([A-J]{4})VJW")
"""A needle in braille, where nothing in it can be contracted."""
DIGITS = str.maketrans("ABCDEFGHIJ", "1234567890")
OTHERS = (
    InLanguage("cy", bilingual=True, accept_machine_made=True),
    InLanguage("ur", bilingual=False, accept_machine_made=True),
)


@dataclass
class Told:
    """A random record, and where each needle stands."""

    session: AssessmentSession
    needles: dict[str, AnswerKey] = field(default_factory=dict)
    consent: dict[Audience, set[str]] = field(default_factory=dict)


def tell(form: FormDefinition, seed: int) -> Told:
    """Return a record with some ninety answers in random lanes, of random classes, and a random ledger."""
    luck = random.Random(seed)
    ids = iter(f"row{number}" for number in range(10_000))
    seconds = iter(range(10_000))
    session, _ = AssessmentSession.start(
        form,
        Person("p0", "Grace Allen", "Grace", date(1945, 3, 14), "9434765919"),
        WORKER,
        record_id="r1",
        clock=lambda: NOW + timedelta(seconds=next(seconds)),
        new_id=lambda: next(ids),
    )
    for party in (DINA, PAUL, ROSE):
        session.put_party(party)
    told = Told(session)
    agree(told, form, luck)
    _say_yes_to_much(session, form, luck)
    places = [place.item for place in form.places.values() if place.item.type in WORDED]
    luck.shuffle(places)
    for item in places[:110]:
        _say(told, item, luck)
    return told


def agree(told: Told, form: FormDefinition, luck: random.Random) -> None:
    """Fill the ledger at random and note which parts each audience was granted."""
    session = told.session
    codes = [section.link_id for section in form.sections]
    offered = [code for code in codes if form.item("nx_share.parts").option(code)]
    told.consent = {audience: set() for audience in AUDIENCES}
    told.consent[AUDIENCES[0]] = set(codes)
    wish = luck.choice(("all", "some", "no", ""))
    if wish:
        session.answer("nx_copy_carer_wish", Choices((wish,)))
    some = tuple(code for code in offered if luck.random() < 0.4)
    if wish == "some" and some:
        session.answer("nx_copy_carer_parts", Choices(some))
    granted = {"all": set(codes), "some": set(some)}.get(wish, set())
    for audience in AUDIENCES[1:3]:
        told.consent[audience] |= granted
    for audience, name in ((AUDIENCES[1], DINA.name), (AUDIENCES[3], SURGERY), (AUDIENCES[3], SURGERY)):
        _add_row_of_ledger(told, audience, name, offered, luck)


def _add_row_of_ledger(told: Told, audience: Audience, name: str, codes: list[str], luck: random.Random) -> None:
    session = told.session
    path = (_new_row(session, "nx_share"),)
    parts = tuple(code for code in codes if luck.random() < 0.5) or (codes[0],)
    answer = luck.choice(("yes", "with_limits", "no"))
    session.answer("nx_share.who", name, path=path)
    session.answer("nx_share.parts", Choices(parts), path=path)
    session.answer("nx_share.answer", Choices((answer,)), path=path)
    taken_back, run_out = luck.random() < 0.2, luck.random() < 0.2
    if taken_back:
        session.answer("nx_share.taken_back_on", ApproximateDate(2026, 10, 5), path=path)
    if run_out:
        session.answer("nx_share.until", ApproximateDate(2026, 10, 1), path=path)
    if answer != "no" and not taken_back and not run_out:
        told.consent[audience] |= set(parts)


def _say_yes_to_much(session: AssessmentSession, form: FormDefinition, luck: random.Random) -> None:
    """Answer yes here and there, so that questions that wait for it are on the form; Dina is on the people map."""
    path = (_new_row(session, "pe_ecomap"),)
    session.answer("pe_ecomap.name", DINA.name, path=path)
    session.answer("pe_ecomap.role", Choices(("unpaid_carer",)), path=path)
    for place in form.places.values():
        item, asked = place.item, place.item.asked_of in (Speaker.PERSON, Speaker.WORKER)
        if item.type is ItemType.YES_NO and not place.repeats and asked and luck.random() < 0.7:
            session.answer(item.link_id, Choices(("yes",)))


def _new_row(session: AssessmentSession, repeat: str, parent: RowPath = ()) -> str:
    [added] = session.add_row(repeat, parent).facts
    assert isinstance(added, RowAdded)
    return added.row


def _say(told: Told, item: Item, luck: random.Random) -> None:
    session, word = told.session, needle(len(told.needles) + 1)
    path = _path_to(session, item)
    lanes = [PERSON, WORKERS_LANE, voice_of(DINA), voice_of(PAUL), voice_of(ROSE)]
    voice = luck.choice([lane for lane in lanes if lane.kind in item.voices])
    visibility = luck.choice((None, None, None, *Visibility))
    try:
        session.answer(item.link_id, _worded(item, word), voice=voice, path=path, visibility=visibility)
    except WrongVoiceError:
        return
    told.needles[word] = AnswerKey(item.link_id, path, voice)


def _worded(item: Item, word: str) -> Value:
    if item.type is ItemType.CONTACT:
        return Contact(f"Dr {word}", phone="0118 496 0123")
    if item.type is ItemType.DATE:
        return ApproximateDate(words=f"the summer of {word}")
    return f"It was {word}, I think"


def _path_to(session: AssessmentSession, item: Item) -> RowPath:
    path: RowPath = ()
    for repeat in session.definition.place(item.link_id).repeats:
        rows = session.state.rows_of(repeat.link_id, path)
        old = rows and repeat.link_id not in ("nx_share", "pe_ecomap")
        path = (*path, rows[-1] if old else _new_row(session, repeat.link_id, path))
    return path


def may_read(told: Told, form: FormDefinition, key: AnswerKey, audience: Audience) -> bool:
    """Work out anew whether an audience may read an answer: shown, consented to, not private, not another's words."""
    state, place = told.session.state, form.place(key.link_id)
    answer = state.current(key)
    assert answer is not None
    if not state.is_shown(key.link_id, key.path) or place.section.link_id not in told.consent[audience]:
        return False
    above = list(_chain(form, key.link_id))
    by_form = {item.visibility for item in above}
    own = answer.visibility
    classes = by_form if own is None or Visibility.WORKER_ONLY in by_form else {own}
    if classes & CLOSED:
        return False
    if classes == {Visibility.SHARE} or (audience.kind is AudienceKind.CARER and key.voice.party == audience.party):
        return True
    question = next((item for item in above if item.repeats), above[-1])
    around = (Speaker.CARER, Speaker.SUPPORTER)
    asked_apart = Speaker.PERSON not in question.voices
    if key.voice.kind in around:
        return audience.kind is AudienceKind.PERSON and not asked_apart
    return not (asked_apart and question.asked_of in around)


def _chain(form: FormDefinition, link_id: str) -> Iterator[Item]:
    def within(items: tuple[Item, ...], above: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
        for item in items:
            here = (*above, item)
            if item.link_id == link_id:
                yield here
            yield from within(item.items, here)

    for section in form.sections:
        for chain in within(section.items, ()):
            yield from chain


def everything_in(data: bytes) -> str:
    """Return all text of a file: as it lies, its PDF streams and its zipped parts unpacked, its metadata."""
    parts = [data]
    if data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    parts.append(_unpacked(thing))
                parts.append(repr(thing).encode("utf-8", "replace") if not isinstance(thing, pikepdf.Stream) else b"")
            parts.append(str(pdf.open_metadata()).encode())
    elif is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")


def _unpacked(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except (pikepdf.PdfError, zlib.error):
        return stream.read_raw_bytes()


def copies_of(document: Document, languages: tuple[InLanguage, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each copy by format and language, with all the text that is in its file and, of a PDF, as a reader gets it.

    Every format there is, so that a new writer is looked at too.
    """
    tongues = {wanted.code: tongue_of(wanted, played().form) for wanted in languages}
    documents = {"": document, **{f" in {code}": translated(document, tongue) for code, tongue in tongues.items()}}
    for where, told in documents.items():
        for kind, about in FORMATS.items():
            if not about.can_be_made() or (where and not about.in_languages):
                continue
            data = about.write(told, Setting(PROFILES["clear-14"]))
            yield f"{kind}{where}", _as_read(kind, data, told)
    giant = write_pdf(document, PROFILES["giant-24"])
    yield "pdf giant-24", _as_read(CopyFormat.PDF, giant, document)


def _as_read(kind: CopyFormat, data: bytes, document: Document) -> str:
    if kind in (CopyFormat.BRAILLE, CopyFormat.CONTRACTED_BRAILLE):
        return BRAILLED.sub(lambda found: f"qzx{found[1].translate(DIGITS)}vjw", data.decode("ascii"))
    extracted = text_of_pdf(data, document) if kind is CopyFormat.PDF else ""
    return everything_in(data) + extracted


@pytest.mark.serves("TB-08", "TB-12", "TB-21", "UKP-35")
@pytest.mark.parametrize("seed", range(6))
def test_what_an_audience_may_not_see_is_in_none_of_its_files(seed: int) -> None:
    form = played().form
    told = tell(form, seed)
    record = told.session.freeze()
    for audience in AUDIENCES:
        allowed = {word for word, key in told.needles.items() if may_read(told, form, key, audience)}
        document = compose(
            share(record, form, audience, on=MADE_ON),
            form,
            PROFILES["clear-14"],
            made_on=MADE_ON,
            made_by=WORKER,
            pictures={},
        )
        files = dict(copies_of(document, OTHERS if seed == 0 else ()))
        for name, text in files.items():
            leaked = sorted(word for word in told.needles if word in text and word not in allowed)
            assert leaked == [], f"{name} for {audience}: {[str(told.needles[word]) for word in leaked]}"
        for name, text in files.items():
            there = {word for word in told.needles if word in text}
            assert there == allowed, f"what {audience} may see is there: {name}"


def _say_on_card(told: Told) -> None:
    """Fill what a card is made from; when the person will hear is the worker's own business this time."""
    classes = {"nx_named_worker": None, "nx_followup": Visibility.WORKER_ONLY}
    for link_id, visibility in classes.items():
        item, word = told.session.definition.item(link_id), needle(len(told.needles) + 1)
        told.session.answer(link_id, _worded(item, word), voice=WORKERS_LANE, visibility=visibility)
        told.needles[word] = AnswerKey(link_id, (), WORKERS_LANE)


@pytest.mark.serves("TB-12", "TB-30")
@pytest.mark.parametrize("seed", range(6))
def test_what_the_person_may_not_see_is_not_on_the_card(seed: int) -> None:
    """The control in the same test: with everything shared, some card holds words that no card may hold."""
    form = played().form
    told = tell(form, seed)
    _say_on_card(told)
    for audience in (AUDIENCES[0], Audience(AudienceKind.OFFICE)):
        shared = share(told.session.freeze(), form, audience, on=MADE_ON)
        card, pdf = card_of(shared, form, CardHelp(), CARDS["card-14"], made_on=MADE_ON, made_by=WORKER)
        text = everything_in(pdf) + text_of_pdf(pdf, card) + everything_in(write_html(card, CARDS["card-14"]))
        closed = {word for word, key in told.needles.items() if not may_read(told, form, key, AUDIENCES[0])}
        assert any(word in text for word in closed) is (audience.kind is AudienceKind.OFFICE)


def test_a_leak_would_be_found() -> None:
    """The control: a copy of everything holds words that each audience but the office may not see."""
    form = played().form
    told = tell(form, 1)
    office = Audience(AudienceKind.OFFICE)
    everything = compose(
        share(told.session.freeze(), form, office),
        form,
        PROFILES["clear-14"],
        made_on=MADE_ON,
        made_by=WORKER,
        pictures={},
    )
    closed = {word for word, key in told.needles.items() if not may_read(told, form, key, AUDIENCES[0])}
    for _, text in copies_of(everything):
        assert any(word in text for word in closed)
