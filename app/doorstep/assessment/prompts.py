"""Prompts: what the answers give reason to think of, and where to go. Never a verdict (TB-20, TB-24).

A prompt is raised by answers that it names, and ends when what it asks for is answered; where a form has no place for
that, it stays. The program asks whether the worker has thought of it; it sets no need, no risk, no capacity and no
eligibility. The words stand in the screens, by code. ``discreet`` prompts rest on what others must not see or overhear:
no screen that others look at shows them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from doorstep.assessment.change import ItemRef
from doorstep.assessment.people import Carer, Supporter
from doorstep.definition.model import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from doorstep.assessment.derived import Derived
    from doorstep.assessment.standing import Standing


class PromptCode(StrEnum):
    """What to think of."""

    ADVOCACY = "advocacy"
    """Substantial difficulty and nobody suitable: the duty to arrange an advocate (Care Act s67)."""
    ADVOCACY_EVEN_SO = "advocacy_even_so"
    """Somebody suitable, and still a case to check: a stay in hospital, or they disagree (s67; 2014 Regs, reg 4)."""
    SAFEGUARDING = "safeguarding"
    """The person does not always feel safe; the worker has not said whether there is a concern (s42)."""
    SAFEGUARDING_RAISE = "safeguarding_raise"
    CHILD = "child"
    YOUNG_CARER = "young_carer"
    """Someone under 18 on the map helps (Children Act 1989 s17ZA; Care and Support (Assessment) Regulations, reg 4)."""
    YOUNG_CARER_ACTION = "young_carer_action"
    CONTINUING_HEALTHCARE = "continuing_healthcare"
    FIRE_SAFETY = "fire_safety"
    WHICH_DECISION = "which_decision"
    """Capacity is of one decision at a time (Mental Capacity Act 2005 s2(1))."""
    SUPPORT_FIRST = "support_first"
    """Help to decide comes before the four questions, which open after it (s1(3))."""
    UNWISE = "unwise"
    """An unwise choice is no lack of capacity (s1(4))."""
    CARER_NOT_TOLD = "carer_not_told"
    PERSON_IS_CARER = "person_is_carer"
    TWO_WAY_CARING = "two_way_caring"
    TIME_TO_THINK = "time_to_think"
    """The person asked for time, and no pause has been recorded since: promised dates would not wait (TB-13)."""
    ABLE_WITH_LIMB = "able_with_limb"
    ADVICE = "advice"
    OUT_OF_DATE = "out_of_date"


class Prompt(msgspec.Struct, frozen=True):
    """One thing to think of. ``why`` are the answers that raise it, ``names`` the people or areas it is about."""

    code: PromptCode
    why: tuple[ItemRef, ...]
    go_to: ItemRef
    names: tuple[str, ...] = ()
    discreet: bool = False


def prompts(standing: Standing, derived: Derived) -> tuple[Prompt, ...]:
    """Return all prompts of a record as it stands, in the order of ``PromptCode``."""
    found = [prompt for rule in _BY_ANSWERS for prompt in rule(standing)]
    found += [prompt for rule in _BY_COUNTS for prompt in rule(standing, derived)]
    order = tuple(PromptCode)
    return tuple(sorted(found, key=lambda prompt: order.index(prompt.code)))


def _prompt(
    standing: Standing, code: PromptCode, why: tuple[ItemRef, ...], go_to: ItemRef, names: tuple[str, ...] = ()
) -> Iterator[Prompt]:
    """Yield a prompt when the place it goes to is on the form."""
    if standing.is_shown(*go_to):
        told = tuple(ref for ref in why if standing.is_shown(*ref))
        yield Prompt(code, told, go_to, names, any(_is_private(standing, ref) for ref in (*told, go_to)))


def _is_private(standing: Standing, ref: ItemRef) -> bool:
    return standing.definition.item(ref.link_id).visibility not in {Visibility.SHARE, Visibility.ASK_FIRST}


def _ticked(standing: Standing, link_id: str, *codes: str) -> bool:
    return not set(codes).isdisjoint(standing.codes(link_id))


def _anything_but_none(standing: Standing, link_id: str) -> bool:
    return bool(set(standing.codes(link_id)) - {"none"})


def _said(standing: Standing, link_id: str) -> bool:
    if link_id not in standing.outline.nodes:
        return False
    is_repeat = standing.definition.item(link_id).repeats
    return standing.has_rows(link_id) if is_repeat else bool(standing.values(link_id))


# --- who helps the person take part ------------------------------------------------------------------------------

_ARRANGED: Final = ("here", "referred_stop", "referred_urgent")


def _advocacy(standing: Standing, derived: Derived) -> Iterator[Prompt]:
    screen, suitable, now = (ItemRef(name) for name in ("na_advocate_screen", "na_suitable_person", "na_advocate_now"))
    if _ticked(standing, now.link_id, *_ARRANGED):
        return
    if derived.advocacy_duty:
        yield from _prompt(standing, PromptCode.ADVOCACY, (screen, suitable), now)
    elif _anything_but_none(standing, screen.link_id):
        still = tuple(ItemRef(name) for name in ("he_hospital", "he_discharge") if _is_in_hospital(standing, name))
        still += tuple(ref for ref in (ItemRef("di_items"),) if _supporter_disagrees(standing))
        if still:
            yield from _prompt(standing, PromptCode.ADVOCACY_EVEN_SO, (screen, suitable, *still), now)


def _is_in_hospital(standing: Standing, link_id: str) -> bool:
    return standing.has_rows(link_id) if link_id == "he_hospital" else _ticked(standing, link_id, "yes")


def _supporter_disagrees(standing: Standing) -> bool:
    around = {party.id for party in standing.builder.parties.values() if isinstance(party, Carer | Supporter)}
    return any(
        voice.party in around
        for row in standing.rows("di_items")
        for voice in standing.lanes("di_items.in_their_words", (row,))
        if "closed" not in standing.codes("di_items.open_or_closed", (row,))
    )


def _advocacy_elsewhere(standing: Standing) -> Iterator[Prompt]:
    for link_id in ("cr_advocate_screen", "rv_advocate"):
        if _anything_but_none(standing, link_id):
            yield from _prompt(standing, PromptCode.ADVOCACY, (ItemRef(link_id),), ItemRef(link_id))


# --- safety --------------------------------------------------------------------------------------------------------


def _safeguarding(standing: Standing) -> Iterator[Prompt]:
    felt, worry, concern = ItemRef("sa_feel_safe"), ItemRef("sa_worry"), ItemRef("sa_concern")
    unsafe = _ticked(standing, "sa_feel_safe", "sometimes_not", "no")
    if unsafe and not _said(standing, "sa_concern"):
        yield from _prompt(standing, PromptCode.SAFEGUARDING, (felt, worry), concern)
    if _ticked(standing, "sa_concern", "yes") and not _said(standing, "sa_raised"):
        yield from _prompt(standing, PromptCode.SAFEGUARDING_RAISE, (concern,), ItemRef("sa_raised"))
    if _ticked(standing, "sa_child", "yes") and not _said(standing, "sa_child_raised"):
        yield from _prompt(standing, PromptCode.CHILD, (ItemRef("sa_child"),), ItemRef("sa_child_raised"))
    if _ticked(standing, "rv_safe", "sometimes_not", "no"):
        yield from _prompt(standing, PromptCode.SAFEGUARDING, (ItemRef("rv_safe"),), ItemRef("rv_safe"))


def _fire(standing: Standing) -> Iterator[Prompt]:
    if _anything_but_none(standing, "ho_fire") and not _said(standing, "ho_fire_visit"):
        yield from _prompt(standing, PromptCode.FIRE_SAFETY, (ItemRef("ho_fire"),), ItemRef("ho_fire_visit"))


# --- the people around ---------------------------------------------------------------------------------------------


def young_helpers(standing: Standing) -> tuple[tuple[str, ItemRef], ...]:
    """Return the name and the place of everyone under 18 on the people map who helps."""
    return tuple(
        (standing.words("pe_ecomap.name", (row,)), ItemRef("pe_ecomap.under_18", (row,)))
        for row in standing.rows("pe_ecomap")
        if "yes" in standing.codes("pe_ecomap.under_18", (row,)) and _helps(standing, row)
    )


def _helps(standing: Standing, row: str) -> bool:
    caring = "unpaid_carer" in standing.codes("pe_ecomap.role", (row,))
    return caring or bool({"they_help_me", "both"}.intersection(_direction(standing, row)))


def _direction(standing: Standing, row: str) -> tuple[str, ...]:
    return standing.codes("pe_ecomap.direction", (row,)) if "pe_ecomap.direction" in standing.outline.nodes else ()


def _young_carer(standing: Standing) -> Iterator[Prompt]:
    asked, action = ItemRef("pe_young_carer"), ItemRef("pe_young_carer_action")
    helpers = young_helpers(standing)
    if helpers and not _ticked(standing, "pe_young_carer", "yes"):
        names, why = tuple(name for name, _ in helpers if name), tuple(ref for _, ref in helpers)
        yield from _prompt(standing, PromptCode.YOUNG_CARER, why, asked, names)
    if _ticked(standing, "pe_young_carer", "yes") and not _said(standing, "pe_young_carer_action"):
        yield from _prompt(standing, PromptCode.YOUNG_CARER_ACTION, (asked,), action)
    if _ticked(standing, "cr_children", "yes"):
        yield from _prompt(standing, PromptCode.YOUNG_CARER, (ItemRef("cr_children"),), ItemRef("cr_children"))


def _carers(standing: Standing, derived: Derived) -> Iterator[Prompt]:
    if derived.carers_not_told:
        why = (ItemRef("pe_ecomap"), ItemRef("pe_carer_told"), ItemRef("pe_carer_offer"))
        yield from _prompt(standing, PromptCode.CARER_NOT_TOLD, why, ItemRef("pe_carer_told"), derived.carers_not_told)


def _caring_both_ways(standing: Standing) -> Iterator[Prompt]:
    cares = ItemRef("pe_you_care")
    helped = tuple(
        (standing.words("pe_ecomap.name", (row,)), ItemRef("pe_ecomap.direction", (row,)))
        for row in standing.rows("pe_ecomap")
        if {"i_help_them", "both"}.intersection(_direction(standing, row))
    )
    if helped and not set(standing.codes("pe_you_care")) - {"no"}:
        names, why = tuple(name for name, _ in helped if name), tuple(ref for _, ref in helped)
        yield from _prompt(standing, PromptCode.PERSON_IS_CARER, why, cares, names)
    if _ticked(standing, "pe_cared_for_is_carer", "yes"):
        other = ItemRef("pe_cared_for_is_carer")
        yield from _prompt(standing, PromptCode.TWO_WAY_CARING, (cares, other), other)
    if _ticked(standing, "cr_cared_for_is_carer", "yes") and not _said(standing, "cr_mutual"):
        both = ItemRef("cr_cared_for_is_carer")
        yield from _prompt(standing, PromptCode.TWO_WAY_CARING, (both,), ItemRef("cr_mutual"))


# --- health and deciding -------------------------------------------------------------------------------------------


def _continuing_healthcare(standing: Standing) -> Iterator[Prompt]:
    flag, consent, sent = (ItemRef(name) for name in ("he_chc_flag", "he_chc_consent", "he_chc_sent"))
    if _ticked(standing, "he_chc_flag", "refer"):
        if not _said(standing, "he_chc_consent"):
            yield from _prompt(standing, PromptCode.CONTINUING_HEALTHCARE, (flag,), consent)
        elif not _said(standing, "he_chc_sent"):
            yield from _prompt(standing, PromptCode.CONTINUING_HEALTHCARE, (flag, consent), sent)
    if _ticked(standing, "rv_chc", "refer"):
        yield from _prompt(standing, PromptCode.CONTINUING_HEALTHCARE, (ItemRef("rv_chc"),), ItemRef("rv_chc"))


def _capacity(standing: Standing) -> Iterator[Prompt]:
    if not _ticked(standing, "mc_doubt", "yes"):
        return
    doubt = ItemRef("mc_doubt")
    if not _said(standing, "mc_decision"):
        yield from _prompt(standing, PromptCode.WHICH_DECISION, (doubt,), ItemRef("mc_decision"))
    elif not _said(standing, "mc_support_tried"):
        why = (doubt, ItemRef("mc_decision"))
        yield from _prompt(standing, PromptCode.SUPPORT_FIRST, why, ItemRef("mc_support_tried"))
    if _ticked(standing, "mc_unwise_check", "yes"):
        yield from _prompt(standing, PromptCode.UNWISE, (ItemRef("mc_unwise_check"),), doubt)


def _time_to_think(standing: Standing) -> Iterator[Prompt]:
    wish = ItemRef("ou_time_to_think")
    if not _ticked(standing, wish.link_id, "until"):
        return
    asked_on = max(answer.provenance.recorded_at.date() for answer in standing.lanes(*wish).values())
    if not any(pause.begun >= asked_on for pause in standing.builder.beside.pauses):
        yield from _prompt(standing, PromptCode.TIME_TO_THINK, (wish,), wish)


# --- the decision --------------------------------------------------------------------------------------------------


def _outcomes(standing: Standing, derived: Derived) -> Iterator[Prompt]:
    for area in derived.outcomes_able:
        limbs, judged = ItemRef(f"oc_{area}_limbs"), ItemRef(f"oc_{area}_unable")
        if limbs.link_id in standing.outline.nodes and _anything_but_none(standing, limbs.link_id):
            yield from _prompt(standing, PromptCode.ABLE_WITH_LIMB, (limbs, judged), judged, (area,))


def _decision(standing: Standing, derived: Derived) -> Iterator[Prompt]:
    decision, advice = ItemRef("el_decision"), ItemRef("el_advice_written")
    if _ticked(standing, "el_decision", "not_eligible") and not _said(standing, "el_advice_written"):
        yield from _prompt(standing, PromptCode.ADVICE, (decision,), advice)
    for key in derived.reasons_out_of_date:
        place = ItemRef(key.link_id, key.path)
        yield from _prompt(standing, PromptCode.OUT_OF_DATE, (place,), place)


_BY_ANSWERS: Final[tuple[Callable[[Standing], Iterator[Prompt]], ...]] = (
    _advocacy_elsewhere,
    _safeguarding,
    _young_carer,
    _continuing_healthcare,
    _fire,
    _capacity,
    _time_to_think,
    _caring_both_ways,
)
_BY_COUNTS: Final[tuple[Callable[[Standing, Derived], Iterator[Prompt]], ...]] = (
    _advocacy,
    _carers,
    _outcomes,
    _decision,
)
