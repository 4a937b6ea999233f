"""Tool behaviours whose check needs more than one part of the program; the others are marked where they are tested."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, NoReturn

import pytest

from doorstep.assessment.answer import WORKER
from doorstep.assessment.carry_forward import Beginning, EarlierRecord, carry_forward
from doorstep.assessment.comparison import Kind, compare
from doorstep.assessment.facts import AnswerGiven, Route
from doorstep.assessment.session import AssessmentSession
from doorstep.assessment.sharing import Audience, AudienceKind
from doorstep.errors import NotReadyToSignError
from doorstep.services.copies import CopyRequest
from scenarios.journey import played
from scenarios.talk import GRACE, SAM, Talk, codes, day, form

if TYPE_CHECKING:
    from pathlib import Path

    from doorstep.services.unlock import Profile

PASSPHRASE = "harbour violet spoon candle thunder map"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pull the cable: nothing can be reached, not even by name."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something wanted the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.serves("TB-01")
def test_tb_01_open_answer_print_and_find_again_with_the_cable_pulled(profile: Profile, tmp_path: Path) -> None:
    workspace = profile.create(PASSPHRASE, SAM)
    opened = workspace.assessments.start(GRACE)
    opened.answer("wm_good_day", "A day with marmalade and no stairs.")
    audience = Audience(AudienceKind.PERSON)
    copies = workspace.copies.save(opened.record_id, CopyRequest(audience, None, "clear-14"), tmp_path / "copies")
    assert copies[0].stat().st_size > 10_000
    workspace.close()
    on_disk = b"".join(path.read_bytes() for path in (tmp_path / "profile").rglob("*") if path.is_file())
    assert on_disk
    assert b"marmalade" not in on_disk
    assert b"Grace Allen" not in on_disk
    again = profile.open(PASSPHRASE)
    assert again.assessments.list("marmalade")[0].name == "Grace Allen"
    again.close()


@pytest.mark.serves("TB-06")
@pytest.mark.parametrize("lost", ["el_decided_how", "el_decided_when", "el_decided_why", "el_decided_by"])
def test_tb_06_a_decision_without_its_how_when_why_or_who_is_not_signed(lost: str) -> None:
    definition = form()
    session = AssessmentSession.resume(
        definition, played("first-visit").freeze(), "p2", clock=played("first-visit").pen.now, new_id=lambda: "x"
    )
    session.clear(lost)
    with pytest.raises(NotReadyToSignError):
        session.sign()
    assert [missing.ref.link_id for missing in session.state.missing()] == [lost]


@pytest.mark.serves("TB-08")
def test_tb_08_consent_taken_back_closes_the_door_and_is_in_the_journal(profile: Profile) -> None:
    workspace = profile.create(PASSPHRASE, SAM)
    opened = workspace.assessments.start(GRACE)
    opened.answer("td_day", "I get up when the cat does.")
    row = opened.add_row("nx_share").facts[0].row  # type: ignore[union-attr] - a new row
    for column, value in (("who", "Canal Side Surgery"), ("parts", codes("typical_day")), ("answer", codes("yes"))):
        opened.answer(f"nx_share.{column}", value, path=(row,))
    request = CopyRequest(Audience(AudienceKind.PROVIDER, "Canal Side Surgery"), None, "clear-14")
    assert b"when the cat does" in workspace.copies.preview(opened.record_id, request).html
    opened.answer("nx_share.taken_back_on", day("2026-10-06"), path=(row,))
    assert b"when the cat does" not in workspace.copies.preview(opened.record_id, request).html
    workspace.assessments.settle()
    _, _, journal = workspace.assessments.with_journal(opened.record_id)
    assert b"nx_share.taken_back_on" in journal[-1].fact
    workspace.close()


@pytest.mark.serves("TB-14")
@pytest.mark.parametrize("route", [Route.FOCUSED, Route.URGENT_FIRST, Route.REASSESSMENT])
def test_tb_14_shorter_routes_keep_every_legal_question_and_take_none_away(route: Route) -> None:
    full, short = Talk(), Talk(route=route)
    legal = {missing.ref.link_id for missing in full.state.missing() if missing.legal}
    assert legal <= short.open_items()
    assert len(short.open_items()) < len(full.open_items())
    everything = [link_id for link_id, place in form().places.items() if not place.repeats]
    on_full = [link_id for link_id, shown in zip(everything, full.shown(*everything), strict=True) if shown]
    assert all(short.shown(*on_full))


@pytest.mark.serves("TB-14")
def test_tb_14_changing_the_route_loses_nothing() -> None:
    talk = Talk()
    talk.say("wm_good_day", "A day with marmalade.")
    talk.session.choose_route(Route.FOCUSED, "She tires after half an hour")
    talk.session.choose_route(Route.FULL, "She wants to go on")
    assert talk.state.answers_of("wm_good_day")[0][1].value == "A day with marmalade."
    assert talk.state.route is Route.FULL


@pytest.mark.serves("TB-18")
def test_tb_18_a_signing_need_goes_into_the_next_preparation() -> None:
    talk = Talk()
    talk.say("ais_has_need", "yes")
    talk.say("ais_format", codes("large_print"))
    talk.say("ais_support", codes("bsl_interpreter"))
    talk.say("ais_print_size", "20")
    assert talk.state.derived.print_size == 20
    beginning = Beginning(form("pre-visit"), talk.now, SAM.id, lambda: "x")
    facts = carry_forward(beginning, [EarlierRecord(talk.session.freeze(), talk.session.definition)])
    known = {fact.key.link_id: fact.answer.value for fact in facts if isinstance(fact, AnswerGiven)}
    assert known["pv_ais_known"] == codes("bsl_interpreter")


@pytest.mark.serves("TB-24", "NG86-G02")
def test_tb_24_two_outcomes_unable_decide_nothing() -> None:
    talk = Talk()
    for area in ("nutrition", "hygiene", "toilet"):
        talk.say(f"oc_{area}_unable", "unable", WORKER)
    for link_id in ("el_cond1", "el_cond2", "el_cond3", "el_decision"):
        assert talk.state.answers_of(link_id) == ()
    assert talk.state.derived.outcomes_unable == ("nutrition", "hygiene", "toilet")


@pytest.mark.serves("TB-28")
def test_tb_28_one_changed_action_of_a_plan_is_named_with_who_changed_it() -> None:
    then = played("plan").freeze()
    now = AssessmentSession.resume(form("care-plan"), then, "p2", clock=played("plan").pen.now, new_id=lambda: "x")
    row = then.rows_of("pl_actions")[0]
    now.answer("pl_actions.who", "Careline", path=(row,))
    [difference] = compare(played("plan").state, now.state).differences
    assert (difference.kind, difference.ref.link_id) == (Kind.CHANGED, "pl_actions.who")
    assert difference.then is not None
    assert difference.now is not None
    assert (difference.then.value, difference.now.value) == ("The morning helper's firm", "Careline")
    assert difference.now.provenance.recorded_by == "p2"


@pytest.mark.serves("TB-28")
def test_tb_28_a_year_later_only_what_was_said_anew_differs() -> None:
    told = compare(played("first-visit").state, played("a-year-later").state).differences
    assert "el_plain_reason" in {difference.ref.link_id for difference in told}
    assert "ls_early" not in {difference.ref.link_id for difference in told}
