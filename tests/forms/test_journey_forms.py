"""The five forms beside the needs assessment hold what the requirement matrix asks for (part F1), no more, no less."""

from __future__ import annotations

from doorstep.definition.conditions import Subject, comparisons
from doorstep.definition.model import FormDefinition, Item, ItemType, Speaker, Visibility
from forms.fields import LEAD_INS, SHARED, Field, fields_of

COUNTS = {"pre-visit": 39, "carer-assessment": 45, "care-plan": 69, "review": 34, "feedback": 22}
SETS_OF_SCALES = {"cr_lonely": 4, "rv_wellbeing": 9, "rv_connection": 4}
"""One field in the matrix, a page of scales in the form."""
COUNTED_BY_DOORSTEP = {"pv_wait_days": "wait_days", "pv_directory_version": "directory_dated"}
"""Fields that nobody answers, and the derived value that each shows."""
MORE_ROOM = {"pv_no_ask": ItemType.LONG_TEXT}
"""Fields that need more room than the matrix gave them: what is carried into it is long."""
CHECKED_WITH_THE_PERSON = {"pv_ais_known"}
"""The worker holds it, the person says whether it is right: so the person is asked."""
TOLD_TO_THE_PERSON = {"pl_change_how"}
"""Said to the person, and written by the worker: the one lane there is is the worker's."""
TWO_SIDES = {"cr_disagree"}
"""Their words stand in their own lane, and the worker's reply beside them."""
TOOL = {"pl_owner", "pl_needs", "pl_change_log", "pv_no_ask"}
"""Filled in from what is known; the worker can put it right."""


def _counted(form: FormDefinition) -> dict[str, Item]:
    """Return what counts as a field: repeats and sets of scales once, lead-ins and shared questions not at all."""
    extra = {*LEAD_INS[form.form], *SHARED[form.form]}
    return {
        link_id: place.item
        for link_id, place in form.places.items()
        if not place.repeats and place.group in (None, place.item) and link_id not in extra
    }


def _answered(item: Item) -> tuple[Item, ...]:
    return item.items if item.type is ItemType.GROUP else (item,)


def test_each_form_has_the_fields_of_the_matrix_and_no_other(journey_form: FormDefinition) -> None:
    counted = _counted(journey_form)
    assert counted.keys() == fields_of(journey_form.form).keys()
    assert len(counted) == COUNTS[journey_form.form]


def test_lead_ins_stand_before_a_question_that_asks_for_them(journey_form: FormDefinition) -> None:
    order = list(journey_form.places)
    for lead_in in LEAD_INS[journey_form.form]:
        waiting = [
            link_id
            for link_id, place in journey_form.places.items()
            if place.item.enable_when is not None
            and lead_in in {test.name for test in comparisons(place.item.enable_when)}
        ]
        assert waiting, lead_in
        assert all(order.index(lead_in) < order.index(link_id) for link_id in waiting)
        legal = any(journey_form.item(link_id).legal for link_id in waiting)
        optional = journey_form.form == "pre-visit"  # it stops only when somebody says so
        assert optional or journey_form.item(lead_in).legal == legal, "silence must not hide a LEGAL question"


def test_a_shared_question_means_the_same_in_every_form(
    journey_form: FormDefinition, needs_assessment: FormDefinition
) -> None:
    for link_id in SHARED[journey_form.form]:
        here, there = journey_form.item(link_id), needs_assessment.item(link_id)
        assert (here.text, here.type, here.options) == (there.text, there.type, there.options)
        assert not here.required, "it is known from before, or asked in words of the form's own"
        if journey_form.whose is needs_assessment.whose:
            assert f"needs-assessment/{link_id}" in here.carries_from


def test_types_are_those_of_the_matrix(journey_form: FormDefinition) -> None:
    for link_id, field in fields_of(journey_form.form).items():
        item = journey_form.item(link_id)
        if link_id in SETS_OF_SCALES:
            assert item.type is ItemType.GROUP
            assert len(item.items) == SETS_OF_SCALES[link_id]
            assert all(scale.link_id.startswith(f"{link_id}_") for scale in item.items)
        elif link_id in COUNTED_BY_DOORSTEP:
            assert (item.type, item.shows) == (ItemType.DISPLAY, COUNTED_BY_DOORSTEP[link_id])
        else:
            assert item.type is MORE_ROOM.get(link_id, ItemType(field.kind)), link_id


def test_what_is_required_and_what_is_legal_is_so(journey_form: FormDefinition) -> None:
    for link_id, field in fields_of(journey_form.form).items():
        for item in _answered(journey_form.item(link_id)):
            assert item.required == (field.required[0] in "RC"), item.link_id
            assert item.legal == field.required.endswith("L"), item.link_id
            assert (item.enable_when is not None) == (field.required[0] == "C" or link_id in _OPTIONAL_WHEN_SHOWN)
            assert not item.legal or item.why, f"{item.link_id} says why it may not be skipped"


_OPTIONAL_WHEN_SHOWN = {"pv_self_received", "pl_dying_well"}


def test_the_asked_and_their_lanes_are_those_of_the_matrix(journey_form: FormDefinition) -> None:
    for link_id, field in fields_of(journey_form.form).items():
        for item in _answered(journey_form.item(link_id)):
            if link_id in COUNTED_BY_DOORSTEP:
                continue
            assert item.fact == (field.voices == "Fact"), link_id
            assert item.asked_of is _asked(journey_form, field), link_id
            assert item.voices == _lanes(journey_form, field, item), link_id


def _asked(form: FormDefinition, field: Field) -> Speaker:
    if field.link_id in CHECKED_WITH_THE_PERSON:
        return Speaker.PERSON
    if field.link_id in TOLD_TO_THE_PERSON:
        return Speaker.WORKER
    match field.who:
        case "tool":
            return Speaker.WORKER if field.link_id in TOOL else Speaker.PERSON
        case "carer" if form.whose is Speaker.CARER:
            return Speaker.PERSON
        case who:
            return Speaker(who)


def _lanes(form: FormDefinition, field: Field, item: Item) -> tuple[Speaker, ...]:
    both = (Speaker.PERSON, Speaker.WORKER)
    match field.voices:
        case "Both":
            return both
        case "Carer" if form.whose is Speaker.CARER:
            return both if field.link_id in TWO_SIDES else (Speaker.PERSON,)
        case "Carer":
            return (Speaker.CARER, Speaker.SUPPORTER, Speaker.WORKER)
        case "Person":
            return (Speaker.PERSON,)
        case "Assessor":
            return (Speaker.WORKER,)
        case _:
            return (item.asked_of,)


def test_each_field_serves_the_requirements_of_the_matrix(journey_form: FormDefinition) -> None:
    for link_id, field in fields_of(journey_form.form).items():
        assert set(journey_form.item(link_id).serves) == set(field.serves), link_id


def test_a_carers_assessment_is_the_carers_own(forms: dict[str, FormDefinition]) -> None:
    carer = forms["carer-assessment"]
    assert carer.whose is Speaker.CARER
    assert carer.follows == ("carer-assessment",), "nothing of the person they look after comes into it"
    speakers = {voice for place in carer.places.values() for voice in place.item.voices}
    assert speakers == {Speaker.PERSON, Speaker.WORKER}
    assert [form.form for form in forms.values() if "carer-assessment" in form.follows] == ["carer-assessment"]


def test_a_carer_is_unable_in_three_ways_and_an_adult_in_four(forms: dict[str, FormDefinition]) -> None:
    """SI 2015/313 regulations 2(3) and 3(3): that it takes longer is the adult's alone."""
    carer = forms["carer-assessment"]
    letters = {
        link_id: [option.text[:3] for option in place.item.options if option.text.startswith("(")]
        for link_id, place in carer.places.items()
        if link_id.startswith("cr_oc_")
    }
    assert len(letters) == 8
    assert all(found == ["(a)", "(b)", "(c)"] for found in letters.values())
    adult = forms["needs-assessment"].item("oc_nutrition_limbs")
    assert sum(option.text.startswith("(") for option in adult.options) == 4


def test_the_eight_outcomes_of_a_carer_name_their_words_of_law(forms: dict[str, FormDefinition]) -> None:
    whys = [item.why or "" for item in forms["carer-assessment"].section("S04").items]
    numerals = ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(vii)", "(viii)"]
    assert all(f"regulation 3(2)(b){numeral}:" in why for numeral, why in zip(numerals, whys, strict=True))


def test_feedback_is_kept_from_the_worker_who_assessed(forms: dict[str, FormDefinition]) -> None:
    feedback = forms["feedback"]
    assert feedback.apart
    # ask first, not private: the person fills it in alone on the turned screen, which shows nothing private
    assert {place.item.visibility for place in feedback.places.values()} == {Visibility.ASK_FIRST}
    assert feedback.follows == ()
    assert [form.form for form in forms.values() if form.apart or "feedback" in form.follows] == ["feedback"]
    assert next(option.code for option in feedback.item("fb_name_ok").options) == "secret"
    assert not [option for option in feedback.item("fb_how").options if "worker" in option.text.lower()]


def test_what_is_private_is_private_by_default(forms: dict[str, FormDefinition]) -> None:
    hidden = {
        link_id: place.item.visibility.value
        for form in forms.values()
        if form.form not in ("needs-assessment", "feedback")
        for link_id, place in form.places.items()
        if place.item.visibility is not Visibility.ASK_FIRST and not place.repeats
    }
    assert hidden == {
        "pv_visit_safety": "worker_only",
        "cr_safe": "private_person",
        "pl_carer_support": "private_carer",
        "rv_wellbeing_safe": "private_person",
        "rv_carer_view": "private_carer",
        "rv_safe": "private_person",
    }


def test_the_parts_of_a_copy_are_the_sections(forms: dict[str, FormDefinition]) -> None:
    for link_id in ("cr_copy.parts", "pl_copy.parts", "pl_share.parts", "rv_share.parts"):
        form = next(form for form in forms.values() if link_id in form.places)
        offered = {option.code: option.text for option in form.item(link_id).options if not option.exclusive}
        assert offered == {section.link_id: section.part for section in form.sections}


def test_the_validated_loneliness_questions_are_asked_anew_in_their_published_words(
    forms: dict[str, FormDefinition],
) -> None:
    before = forms["needs-assessment"]
    names = {"companionship": "co_ucla_companionship", "left_out": "co_ucla_left_out", "isolated": "co_ucla_isolated"}
    for prefix, form in (("cr_lonely", forms["carer-assessment"]), ("rv_connection", forms["review"])):
        for name, earlier in {**names, "ons": "co_ons_lonely"}.items():
            item = form.item(f"{prefix}_{name}")
            assert (item.text, item.options) == (before.item(earlier).text, before.item(earlier).options)
            assert item.voices == (Speaker.PERSON,), "nobody may answer it for somebody else"
            assert not item.carries, "a score of last year is no score"


def test_the_review_asks_the_nine_areas_in_the_words_of_the_assessment(forms: dict[str, FormDefinition]) -> None:
    for scale in forms["review"].item("rv_wellbeing").items:
        earlier = forms["needs-assessment"].item(scale.link_id.replace("rv_wellbeing", "wb"))
        assert (scale.text, scale.options, scale.faces) == (earlier.text, earlier.options, True)


def test_conditions_about_another_record_rest_on_a_lead_in_or_a_derived_value(
    journey_form: FormDefinition,
) -> None:
    for link_id, place in journey_form.places.items():
        if place.item.enable_when is not None:
            for test in comparisons(place.item.enable_when):
                known = test.subject is Subject.DERIVED or test.name in journey_form.places
                assert known, link_id
