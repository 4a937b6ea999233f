"""Marcia's own assessment: a record of her own, by her own test; her father gets only what she lets him have."""

from __future__ import annotations

from datetime import date

import pytest

from doorstep.assessment.record import Record, encode_record
from doorstep.assessment.sharing import Audience, AudienceKind, share
from doorstep.definition.loader import load_form
from doorstep.definition.model import FormDefinition, Speaker
from doorstep.demo.playing import SamplePlay
from doorstep.demo.sample import later_sample
from doorstep.resources import forms_folder

FOR_MARCIA = Audience(AudienceKind.PERSON)
FOR_HER_FATHER = Audience(AudienceKind.PROVIDER, "Everald Josiah Pennant")
FOR_THE_SURGERY = Audience(AudienceKind.PROVIDER, "Canal Side Surgery")
DAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return load_form(forms_folder() / "carer-assessment")


@pytest.fixture(scope="module")
def record(form: FormDefinition) -> Record:
    return SamplePlay(later_sample("carer", form), form, lambda picture: picture.reference()).play().freeze()


def words(record: Record, form: FormDefinition, audience: Audience) -> str:
    return encode_record(share(record, form, audience, on=DAY).record).decode()


@pytest.mark.serves("TB-21", "CJ-1.2-02")
def test_the_record_is_hers(record: Record, form: FormDefinition) -> None:
    assert form.whose is Speaker.CARER
    assert record.person.called == "Marcia"
    told = words(record, form, FOR_MARCIA)
    assert "I used to sing" in told
    assert "I have two more weeks of ten to six" in told


@pytest.mark.serves("TB-08", "TB-12", "TB-21")
def test_her_father_and_the_surgery_get_what_she_lets_them_have(record: Record, form: FormDefinition) -> None:
    shared = share(record, form, FOR_HER_FATHER, on=DAY)
    assert shared.parts == ("next_steps",)
    told = words(record, form, FOR_HER_FATHER)
    assert "October. I have two more weeks" in told
    for kept in ("I used to sing", "shook. I have told nobody else", "tired in a way that sleep does not mend"):
        assert kept not in told
    assert share(record, form, FOR_THE_SURGERY, on=DAY).parts == ()


@pytest.mark.serves("TB-12")
def test_what_she_said_alone_is_on_no_paper_her_own_included(record: Record, form: FormDefinition) -> None:
    for audience in (FOR_MARCIA, FOR_HER_FATHER, FOR_THE_SURGERY):
        assert "shook. I have told nobody else" not in words(record, form, audience)
    assert "shook. I have told nobody else" in words(record, form, Audience(AudienceKind.OFFICE))
