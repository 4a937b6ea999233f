"""Then and now: what was added, changed or taken away, and nothing else."""

from __future__ import annotations

from doorstep.assessment.answer import AnswerState
from doorstep.assessment.comparing import ChangeKind, differences
from scenarios.talk import Talk, form


def told(then: Talk, now: Talk) -> list[tuple[ChangeKind, str]]:
    found = differences(then.session.freeze(), now.session.freeze(), form())
    return [(difference.kind, difference.key.link_id) for difference in found]


def test_the_three_things_that_can_happen_in_form_order() -> None:
    then, now = Talk(), Talk()
    for talk in (then, now):
        talk.say("td_day", "Up at six.")
    then.say("wm_good_day", "Marmalade.")
    then.say("ho_tenure", "Mine.")
    now.say("wm_good_day", "Marmalade and no stairs.")
    now.say("td_night", "The owl keeps me company.")
    assert told(then, now) == [
        (ChangeKind.CHANGED, "wm_good_day"),
        (ChangeKind.ADDED, "td_night"),
        (ChangeKind.TAKEN_AWAY, "ho_tenure"),
    ]


def test_a_gap_with_another_reason_is_a_change_and_the_same_one_is_not() -> None:
    then, now = Talk(), Talk()
    then.session.leave_gap("ab_email", AnswerState.DOES_NOT_APPLY, reason="never had one")
    now.session.leave_gap("ab_email", AnswerState.DOES_NOT_APPLY, reason="never had one")
    assert told(then, now) == []
    now.session.leave_gap("ab_email", AnswerState.CHOSE_NOT_TO_SAY, reason="never had one")
    assert told(then, now) == [(ChangeKind.CHANGED, "ab_email")]
