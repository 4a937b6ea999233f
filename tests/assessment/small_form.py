"""A small form with one of everything that the core has to get right, and a session on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from doorstep.assessment.answer import Choices
from doorstep.assessment.people import Carer, Person, Supporter, Worker
from doorstep.assessment.session import AssessmentSession
from doorstep.definition.conditions import AllOf, AnyOf, Comparison, Operator, Subject
from doorstep.definition.model import AnswerOption, FormDefinition, Item, ItemType, Section, Speaker, Visibility

EVERYONE = tuple(Speaker)
CARERS = (Speaker.CARER, Speaker.SUPPORTER, Speaker.WORKER)
YES_NO = (AnswerOption("yes", "Yes"), AnswerOption("no", "No"))
WHO_MAY_SEE = tuple(AnswerOption(kind.value, kind.name) for kind in Visibility)
UCLA = tuple(AnswerOption(code, code, score=score) for score, code in enumerate(("hardly", "some", "often"), 1))
UNABLE = tuple(AnswerOption(code, code) for code in ("able", "unable", "not_decided", "does_not_apply"))

YES, NO = Choices(("yes",)), Choices(("no",))


def is_(name: str, *values: str | int | bool) -> Comparison:
    return Comparison(name, Operator.EQUALS, values)


def exists(name: str, subject: Subject = Subject.ITEM, *, there: bool = True) -> Comparison:
    return Comparison(name, Operator.EXISTS, (there,), subject)


def worker(link_id: str, kind: ItemType, **particulars: object) -> Item:
    return Item(link_id, kind, link_id, asked_of=Speaker.WORKER, voices=(Speaker.WORKER,), **particulars)  # type: ignore[arg-type]


def item(link_id: str, kind: ItemType, **particulars: object) -> Item:
    return Item(link_id, kind, link_id, **particulars)  # type: ignore[arg-type]


START = Section(
    "S01",
    "start",
    "Start",
    (
        item("well", ItemType.YES_NO, options=YES_NO, required=True, legal=True, why="Care Act s9"),
        item("why", ItemType.LONG_TEXT, voices=EVERYONE, required=True, enable_when=is_("well", "no")),
        item("after_why", ItemType.TEXT, enable_when=exists("why")),
        item("after_after", ItemType.TEXT, required=True, enable_when=exists("after_why")),
        item(
            "score",
            ItemType.SCALE,
            options=tuple(AnswerOption(str(n), str(n), score=n) for n in range(5)),
            guidance="Faces help.",
        ),
        item("low_words", ItemType.TEXT, enable_when=Comparison("score", Operator.AT_MOST, (1,))),
        item(
            "tags",
            ItemType.MULTI_CHOICE,
            options=(
                AnswerOption("a", "A"),
                AnswerOption("b", "B", detail="Which?"),
                AnswerOption("none", "None", exclusive=True),
            ),
        ),
        worker("tags_both", ItemType.TEXT, enable_when=Comparison("tags", Operator.INCLUDES_ALL, ("a", "b"))),
        worker("tags_other", ItemType.TEXT, enable_when=Comparison("tags", Operator.NOT_EQUALS, ("none",))),
        item(
            "grouped",
            ItemType.GROUP,
            enable_when=exists("well"),
            items=(
                worker("in_group", ItemType.TEXT, required=True),
                item("in_group_number", ItemType.NUMBER, minimum=0, maximum=9),
            ),
        ),
        item("ab_dob", ItemType.DATE),
        item("ab_nhs_number", ItemType.TEXT, check="nhs_number"),
        item(
            "young",
            ItemType.TEXT,
            enable_when=AllOf(
                (
                    Comparison("age", Operator.AT_LEAST, (16,), Subject.DERIVED),
                    Comparison("age", Operator.AT_MOST, (25,), Subject.DERIVED),
                )
            ),
        ),
        item("extra", ItemType.TEXT, enable_when=Comparison("module", Operator.EQUALS, (True,), Subject.SETTING)),
        item("photo", ItemType.PHOTO),
        item("doctor", ItemType.CONTACT),
        item("hello", ItemType.DISPLAY),
    ),
    "Start",
)

PEOPLE = Section(
    "S02",
    "people",
    "People",
    (
        item(
            "pe_ecomap",
            ItemType.PEOPLE_MAP,
            required=True,
            items=(
                item("pe_ecomap.name", ItemType.TEXT),
                item(
                    "pe_ecomap.role",
                    ItemType.SINGLE_CHOICE,
                    options=(AnswerOption("unpaid_carer", "Unpaid carer"), AnswerOption("friend", "Friend")),
                ),
                item("pe_ecomap.under_18", ItemType.YES_NO, options=YES_NO),
                item("pe_ecomap.cares_how", ItemType.TEXT, enable_when=is_("pe_ecomap.role", "unpaid_carer")),
                item(
                    "pe_ecomap.calls",
                    ItemType.REPEAT_GROUP,
                    max_rows=3,
                    enable_when=exists("pe_ecomap.name"),
                    items=(
                        item("pe_ecomap.calls.urgent", ItemType.YES_NO, options=YES_NO),
                        item(
                            "pe_ecomap.calls.what",
                            ItemType.TEXT,
                            required=True,
                            enable_when=is_("pe_ecomap.calls.urgent", "yes"),
                        ),
                        item(
                            "pe_ecomap.calls.if_carer", ItemType.TEXT, enable_when=is_("pe_ecomap.role", "unpaid_carer")
                        ),
                    ),
                ),
                item("pe_ecomap.some_call", ItemType.TEXT, enable_when=exists("pe_ecomap.calls")),
            ),
        ),
        worker(
            "any_urgent", ItemType.TEXT, legal=True, required=True, enable_when=is_("pe_ecomap.calls.urgent", "yes")
        ),
        item("nobody", ItemType.YES_NO, options=YES_NO, enable_when=exists("pe_ecomap", there=False)),
        item(
            "helpers", ItemType.MULTI_CHOICE, options=(AnswerOption("paid", "Paid care"),), options_from=("pe_ecomap",)
        ),
        Item(
            "pe_carer_view",
            ItemType.LONG_TEXT,
            "How is it for you?",
            asked_of=Speaker.CARER,
            voices=CARERS,
            visibility=Visibility.PRIVATE_CARER,
            required=True,
            enable_when=exists("unpaid_carers", Subject.DERIVED),
        ),
        Item("pe_carer_willing", ItemType.TEXT, "Willing?", asked_of=Speaker.CARER, voices=CARERS),
        Item(
            "pe_carer_told",
            ItemType.REPEAT_GROUP,
            "Told",
            asked_of=Speaker.WORKER,
            voices=(Speaker.WORKER,),
            enable_when=exists("unpaid_carers", Subject.DERIVED),
            items=(worker("pe_carer_told.carer", ItemType.TEXT),),
        ),
        Item(
            "pe_carer_offer",
            ItemType.REPEAT_GROUP,
            "Offer",
            asked_of=Speaker.CARER,
            voices=CARERS,
            items=(Item("pe_carer_offer.carer", ItemType.TEXT, "Carer", asked_of=Speaker.CARER, voices=CARERS),),
        ),
    ),
    "People",
    shelf_life=12,
)

STORY = Section(
    "S03",
    "story",
    "Story",
    (
        item("free", ItemType.TEXT, voices=EVERYONE, visibility=Visibility.SHARE),
        item("secret", ItemType.TEXT, voices=EVERYONE, visibility=Visibility.PRIVATE_PERSON),
        item("code", ItemType.TEXT, visibility=Visibility.WORKER_ONLY),
        item(
            "worries",
            ItemType.REPEAT_GROUP,
            visibility=Visibility.WORKER_ONLY,
            items=(item("worries.what", ItemType.TEXT, visibility=Visibility.SHARE),),
        ),
        item(
            "events",
            ItemType.TIMELINE,
            visibility_from="events.share",
            items=(
                item("events.what", ItemType.TEXT, voices=EVERYONE),
                item("events.share", ItemType.SINGLE_CHOICE, options=WHO_MAY_SEE),
            ),
        ),
    ),
    "My story",
    enable_when=AnyOf((is_("well", "yes", "no"), is_("score", 4))),
)

DECISION = Section(
    "S04",
    "decision",
    "Decision",
    (
        *(
            item(link_id, ItemType.SINGLE_CHOICE, options=UCLA)
            for link_id in ("co_ucla_companionship", "co_ucla_left_out")
        ),
        item("co_ucla_isolated", ItemType.SINGLE_CHOICE, options=UCLA, voices=EVERYONE),
        *(
            worker(f"oc_{area}_unable", ItemType.SINGLE_CHOICE, options=UNABLE)
            for area in ("nutrition", "hygiene", "toilet")
        ),
        item("oc_nutrition_now", ItemType.LONG_TEXT, voices=EVERYONE),
        worker("wm_strengths_view", ItemType.LONG_TEXT),
        item("wm_matters_most", ItemType.REPEAT_GROUP, items=(item("wm_matters_most.what", ItemType.TEXT),)),
        item("ou_outcomes", ItemType.REPEAT_GROUP, items=(item("ou_outcomes.in_my_words", ItemType.TEXT),)),
        worker(
            "na_advocate_screen",
            ItemType.MULTI_CHOICE,
            options=(AnswerOption("understand", "U"), AnswerOption("none", "None", exclusive=True)),
        ),
        worker(
            "na_suitable_person",
            ItemType.SINGLE_CHOICE,
            options=(AnswerOption("yes", "Yes"), AnswerOption("no_one", "No one"), AnswerOption("not_wanted", "No")),
        ),
        worker("na_decision_due", ItemType.DATE),
        worker(
            "el_decision",
            ItemType.SINGLE_CHOICE,
            options=(
                AnswerOption("eligible", "E"),
                AnswerOption("not_eligible", "N"),
                AnswerOption("not_decided", "?"),
            ),
        ),
        Item(
            "nx_steps",
            ItemType.REPEAT_GROUP,
            "Steps",
            voices=EVERYONE,
            asked_of=Speaker.WORKER,
            items=(
                worker("nx_steps.by_when", ItemType.DATE),
                worker("nx_steps.done", ItemType.YES_NO, options=YES_NO),
            ),
        ),
        item(
            "nx_copy_wish",
            ItemType.SINGLE_CHOICE,
            options=(AnswerOption("all", "All"), AnswerOption("some", "Some"), AnswerOption("not_now", "Not now")),
        ),
        worker("nx_copy_given", ItemType.REPEAT_GROUP, items=(worker("nx_copy_given.to", ItemType.TEXT),)),
        item(
            "nx_copy_carer_wish",
            ItemType.SINGLE_CHOICE,
            options=(AnswerOption("all", "All"), AnswerOption("some", "Some"), AnswerOption("no", "No")),
        ),
        item(
            "nx_copy_carer_parts",
            ItemType.MULTI_CHOICE,
            options=tuple(AnswerOption(code, code) for code in ("start", "people", "story", "decision")),
            enable_when=is_("nx_copy_carer_wish", "some"),
        ),
        item(
            "nx_share",
            ItemType.REPEAT_GROUP,
            items=(
                item("nx_share.who", ItemType.TEXT),
                item(
                    "nx_share.parts",
                    ItemType.MULTI_CHOICE,
                    options=(
                        *(AnswerOption(code, code) for code in ("start", "people", "story", "decision")),
                        AnswerOption("none", "None", exclusive=True),
                    ),
                ),
                item("nx_share.until", ItemType.DATE),
                item(
                    "nx_share.answer",
                    ItemType.SINGLE_CHOICE,
                    options=tuple(AnswerOption(code, code) for code in ("yes", "with_limits", "no")),
                ),
                item("nx_share.taken_back_on", ItemType.DATE),
            ),
        ),
        item(
            "na_prefill_check",
            ItemType.REPEAT_GROUP,
            enable_when=Comparison("earlier_information", Operator.EQUALS, (True,), Subject.DERIVED),
            items=(item("na_prefill_check.item", ItemType.TEXT),),
        ),
        item(
            "ais_format",
            ItemType.MULTI_CHOICE,
            options=tuple(
                AnswerOption(code, code.replace("_", " ").capitalize())
                for code in ("clear_print", "large_print", "audio")
            ),
        ),
        item(
            "ais_print_size", ItemType.SINGLE_CHOICE, options=tuple(AnswerOption(n, n) for n in ("14", "20", "bigger"))
        ),
        item(
            "ais_support",
            ItemType.MULTI_CHOICE,
            options=(AnswerOption("quiet", "Quiet room"), AnswerOption("other", "Other", detail="What?")),
        ),
        item(
            "sa_print_safe",
            ItemType.SINGLE_CHOICE,
            visibility=Visibility.PRIVATE_PERSON,
            options=tuple(AnswerOption(code, code) for code in ("yes", "some", "no")),
        ),
        item(
            "di_items",
            ItemType.REPEAT_GROUP,
            voices=EVERYONE,
            items=(
                worker("di_items.by_when", ItemType.DATE),
                worker(
                    "di_items.open_or_closed",
                    ItemType.SINGLE_CHOICE,
                    options=(AnswerOption("open", "Open"), AnswerOption("closed", "Closed")),
                ),
            ),
        ),
    ),
    "Decision",
)

FORM = FormDefinition("small", "A small form", "1.0.0", "en-GB", (START, PEOPLE, STORY, DECISION), digest="digest")

MRS_ALLEN = Person("person", "Grace Allen", "Mrs Allen", date(1945, 3, 14), "")
SAM = Worker("w1", "Sam Okoro", "social worker")
DINA = Carer("c1", "Dina Allen", "daughter", "07700 900001", "dina@example.org")
PAUL = Carer("c2", "Paul Allen", "son")
NEIGHBOUR = Supporter("s1", "Jo Hart", "neighbour")


class Ticking:
    """A clock that moves a second at each look, and can be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 6, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Journal:
    """A session together with all facts that it appended, as the vault would hold them."""

    def __init__(self, *, settings: frozenset[str] = frozenset(), people: bool = True) -> None:
        self.clock = Ticking()
        ids = count(1)
        self.session, change = AssessmentSession.start(
            FORM, MRS_ALLEN, SAM, record_id="r1", clock=self.clock, new_id=lambda: f"i{next(ids)}", settings=settings
        )
        self.facts = list(change.facts)
        if people:
            for party in (DINA, PAUL, NEIGHBOUR):
                self.facts.extend(self.session.put_party(party).facts)

    def row(self, link_id: str, parent: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Add a row and return its path."""
        change = self.session.add_row(link_id, parent)
        self.facts.extend(change.facts)
        return (*parent, change.facts[0].row)  # type: ignore[union-attr]
