"""What is counted over many questions: the ten outcomes, QS182-1, and the person's own words.

The counts stand beside ``el_cond2``, ``el_cond3`` and ``el_decision``. They are never written there (TB-24).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.answer import PERSON
from doorstep.assessment.change import ItemRef
from doorstep.assessment.derived import Rule
from doorstep.assessment.standing import Standing, counts
from doorstep.definition.model import CHOOSING, ItemType, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from doorstep.assessment.outline import Node, Outline

_PREFIX, _UNABLE, _NOW = "oc_", "_unable", "_now"
_WORDED = CHOOSING | {ItemType.TEXT, ItemType.LONG_TEXT, ItemType.DATE, ItemType.NUMBER}


def rules(outline: Outline) -> Mapping[str, Rule]:
    """Return the rules that read the outcome template and the questions with several lanes."""
    unable = tuple(link for link in outline.nodes if link.startswith(_PREFIX) and link.endswith(_UNABLE))
    now = tuple(link for link in outline.nodes if link.startswith(_PREFIX) and link.endswith(_NOW))
    both = tuple(node.key for node in outline.nodes.values() if _asks_person_and_others(node))
    rows = frozenset(
        node.key for repeat in ("wm_matters_most", "ou_outcomes") for node in _with_columns(outline, repeat)
    )
    return {
        "outcomes_unable": _marked("unable", unable),
        "outcomes_able": _marked("able", unable),
        "outcomes_not_decided": _marked("not_decided", unable),
        "outcomes_do_not_apply": _marked("does_not_apply", unable),
        "qs182": Rule(_qs182(now), rows | {"wm_strengths_view", *now}),
        "own_words_share": Rule(_own_words_share(both), frozenset(both)),
    }


def _marked(code: str, items: tuple[str, ...]) -> Rule:
    def find(standing: Standing) -> tuple[str, ...]:
        return tuple(
            link_id.removeprefix(_PREFIX).removesuffix(_UNABLE) for link_id in items if code in standing.codes(link_id)
        )

    return Rule(find, frozenset(items))


def _with_columns(outline: Outline, repeat: str) -> tuple[Node, ...]:
    node = outline.nodes.get(repeat)
    return (node, *node.below()) if node else ()


def _qs182(now: tuple[str, ...]) -> Callable[[Standing], bool]:
    """Quality statement QS182-1: strengths, preferences, aspirations and needs were all talked through."""

    def find(standing: Standing) -> bool:
        return (
            bool(standing.values("wm_strengths_view"))
            and standing.has_rows("wm_matters_most")
            and standing.has_rows("ou_outcomes")
            and any(standing.values(link_id) for link_id in now)
        )

    return find


def _asks_person_and_others(node: Node) -> bool:
    """Rows of a repeat are left out: one long list would drown all the rest."""
    item = node.item
    if item is None or node.repeats:
        return False
    return len(item.voices) > 1 and Speaker.PERSON in item.voices and item.type in _WORDED


def _own_words_share(both: tuple[str, ...]) -> Callable[[Standing], float | None]:
    """Of the shown questions that the person and others both speak to, the share with the person's lane filled."""
    places = frozenset(ItemRef(link_id) for link_id in both)

    def find(standing: Standing) -> float | None:
        asked = places & standing.shown
        answers = (standing.lanes(ref.link_id).get(PERSON) for ref in asked)
        filled = sum(answer is not None and counts(answer) for answer in answers)
        return filled / len(asked) if asked else None

    return find
