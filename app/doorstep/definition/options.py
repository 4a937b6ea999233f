"""Reading options: the sets of form.yaml, and what stands under ``options`` of a question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from doorstep.definition.model import AnswerOption
from doorstep.definition.problems import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from doorstep.definition.source import Fields, Page

YES_NO_SET = "yes_no"
"""The set that a yes/no question has when it names none."""
_OPTION_KEYS = ("text", "detail", "score", "exclusive")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")


def read_option_sets(page: Page, fields: Fields) -> dict[str, tuple[AnswerOption, ...]]:
    """Return the option sets of form.yaml by name."""
    if "option_sets" not in fields:
        return {}
    sets = page.mapping(fields["option_sets"][1], None, '"option_sets"')
    return {name: _options(page, node) for name, (_, node) in sets.items()}


def read_options(
    page: Page, node: yaml.Node, sets: Mapping[str, tuple[AnswerOption, ...]], used: set[str]
) -> tuple[AnswerOption, ...]:
    """Return the options under a question: the name of a set, options written out, or a list of both.

    Adds the names of sets to ``used``.
    """
    if isinstance(node, yaml.ScalarNode):
        return named_set(page, node, page.text(node), sets, used)
    if isinstance(node, yaml.MappingNode):
        return _options(page, node)
    found: dict[str, AnswerOption] = {}
    for entry in page.sequence(node, '"options"'):
        for option in read_options(page, entry, sets, used):
            if option.code in found:
                page.report(entry, f'the option "{option.code}" comes twice', "take one of the two out")
            found[option.code] = option
    return tuple(found.values())


def named_set(
    page: Page, node: yaml.Node, name: str, sets: Mapping[str, tuple[AnswerOption, ...]], used: set[str]
) -> tuple[AnswerOption, ...]:
    """Return the options of a set; reports a name that form.yaml does not have."""
    used.add(name)
    if name in sets:
        return sets[name]
    if name:
        mend = suggestion(name, sets, "add it to option_sets in form.yaml, or write the options here")
        page.report(node, f'there is no option set "{name}"', mend)
    return ()


def _options(page: Page, node: yaml.Node) -> tuple[AnswerOption, ...]:
    fields = page.mapping(node, None, "options")
    for code, (key_node, _) in fields.items():
        if not _CODE.fullmatch(code):
            page.report(key_node, f'"{code}" is no option code', "use small letters, digits and _")
    options = tuple(_option(page, code, value) for code, (_, value) in fields.items())
    said = set[str]()
    for option in options:
        if option.text in said:
            page.report(fields[option.code][0], f'two options both say "{option.text}"', "say what differs")
        said.add(option.text or option.code)
    return options


def _option(page: Page, code: str, node: yaml.Node) -> AnswerOption:
    if not isinstance(node, yaml.MappingNode):
        return AnswerOption(code, page.text(node))
    fields = page.mapping(node, _OPTION_KEYS, "an option")
    return AnswerOption(
        code=code,
        text=page.needed(fields, "text", node, f'the option "{code}"'),
        detail=page.words(fields, "detail"),
        score=page.number(fields, "score"),
        exclusive=page.switch(fields, "exclusive") or False,
    )
