"""Reading one YAML file of a form: every scalar is a string, and every string knows its line.

YAML's own guessing (``no`` as false, ``14`` as a number) is not used: option codes such as ``no`` stay words, and
what is a number or a switch is decided by the key it stands under. Tags and objects are never constructed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import yaml

from doorstep.definition.problems import Position, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from enum import StrEnum
    from pathlib import Path

    from doorstep.definition.problems import Problems

    Fields = dict[str, tuple[yaml.Node, yaml.Node]]
    """The key node and the value node of each key of a mapping."""

E = TypeVar("E", bound="StrEnum")

_SWITCH = {"yes": True, "true": True, "no": False, "false": False}


class Page:
    """One file, or one area of a template file, with the places of everything in it.

    ``fill`` replaces ``{name}`` in every word of a template; ``spelled`` is how the file spells the names it makes.
    """

    def __init__(
        self,
        file: str,
        problems: Problems,
        fill: Mapping[str, str] | None = None,
        spelled: tuple[str, str] | None = None,
    ) -> None:
        self.file = file
        self.problems = problems
        self._fill = {f"{{{name}}}": words for name, words in (fill or {}).items()}
        self._spelled = spelled

    def at(self, node: yaml.Node) -> Position:
        """Return where a node stands."""
        return Position(self.file, node.start_mark.line + 1, self._spelled)

    def report(self, node: yaml.Node, what: str, mend: str) -> None:
        """Note a mistake at a node."""
        self.problems.add(self.at(node), what, mend)

    def mapping(self, node: yaml.Node, known: Collection[str] | None, what: str) -> Fields:
        """Return the fields of a mapping; reports what is not a mapping, and keys that are unknown or come twice."""
        if not isinstance(node, yaml.MappingNode):
            self.report(node, f"{what} should be lines of `key: value`", "write one key on each line")
            return {}
        fields: Fields = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in fields:
                self.report(key_node, f'"{key}" stands here twice', "keep one of the two")
            elif known is not None and key not in known:
                mend = suggestion(key, known, f"{what} knows only {', '.join(known)}")
                self.report(key_node, f'{what} knows no "{key}"', mend)
            else:
                fields[key] = (key_node, value_node)
        return fields

    def sequence(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """Return the entries of a list; reports what is not one."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.report(node, f"{what} should be a list", "begin each entry with a dash, or write [one, two]")
        return []

    def text(self, node: yaml.Node) -> str:
        """Return the words of a scalar; reports lists, mappings and places left empty."""
        if not isinstance(node, yaml.ScalarNode):
            self.report(node, "words are expected here", "write them after the colon, in quotes if they hold one")
            return ""
        words: str = node.value.strip()
        if "{" in words:
            for name, filled in self._fill.items():
                words = words.replace(name, filled)
        if not words:
            self.report(node, "words are missing here", "write them, or take the line out")
        return words

    def words(self, fields: Fields, key: str) -> str | None:
        """Return the words under a key, or None when the key is not there."""
        return self.text(fields[key][1]) if key in fields else None

    def needed(self, fields: Fields, key: str, whole: yaml.Node, what: str) -> str:
        """Return the words under a key that must be there."""
        if key not in fields:
            self.report(whole, f'{what} has no "{key}"', f"add a line `{key}: ...`")
            return ""
        return self.text(fields[key][1])

    def switch(self, fields: Fields, key: str) -> bool | None:
        """Return yes or no under a key, or None when the key is not there."""
        if key not in fields:
            return None
        node = fields[key][1]
        word = self.text(node)
        if word and word not in _SWITCH:
            self.report(node, f'"{key}" is "{word}"', "write yes or no")
        return _SWITCH.get(word, False)

    def number(self, fields: Fields, key: str) -> int | None:
        """Return the whole number under a key, or None when the key is not there."""
        if key not in fields:
            return None
        node = fields[key][1]
        word = self.text(node)
        if word.removeprefix("-").isdigit():
            return int(word)
        self.report(node, f'"{key}" is "{word}"', "write a whole number")
        return None

    def list_of_words(self, fields: Fields, key: str) -> tuple[str, ...]:
        """Return the words of the list under a key; empty when the key is not there."""
        if key not in fields:
            return ()
        return tuple(self.text(entry) for entry in self.sequence(fields[key][1], f'"{key}"'))

    def one_of(self, fields: Fields, key: str, kind: type[E]) -> E | None:
        """Return the member of an enumeration under a key, or None when the key is not there or is unknown."""
        if key not in fields:
            return None
        return self.member(fields[key][1], key, kind)

    def member(self, node: yaml.Node, key: str, kind: type[E]) -> E | None:
        """Return the member of an enumeration that a scalar names; reports unknown names."""
        word = self.text(node)
        try:
            return kind(word)
        except ValueError:
            known = [entry.value for entry in kind]
        if word:
            self.report(node, f'there is no {key} "{word}"', suggestion(word, known, f"use one of {', '.join(known)}"))
        return None


class Written:
    """Where a section or item is written: its page, its node, its fields."""

    __slots__ = ("_fields", "_node", "_page")

    def __init__(self, page: Page, node: yaml.Node, fields: Fields) -> None:
        self._page = page
        self._node = node
        self._fields = fields

    def at(self, key: str | None = None) -> Position:
        """Return the place of a key, or of the whole when it has no such key."""
        entry = self._fields.get(key) if key else None
        return self._page.at(entry[0] if entry else self._node)


def read_page(path: Path, problems: Problems) -> tuple[Page, yaml.Node] | None:
    """Return a file's page and root node; reports a file that is missing, unreadable or no YAML, and returns None."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        line, what, mend = _unreadable(error)
        problems.add(Position(str(path), line), what, mend)
        return None
    return page_of(text, str(path), problems)


def page_of(text: str, file: str, problems: Problems) -> tuple[Page, yaml.Node] | None:
    """Return the page and root node of a file's text; reports what is no YAML, and returns None."""
    page = Page(file, problems)
    try:
        # The base loader guesses no types, and composing constructs nothing.
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        line, what, mend = _unreadable(error)
        problems.add(Position(page.file, line), what, mend)
        return None
    if root is None:
        mend = "write it, or take it away; of a form, its name in form.yaml as well"
        problems.add(Position(page.file, 1), "this file is empty", mend)
        return None
    circle = _inside_itself(root, ()) if "*" in text else None
    if circle is not None:
        page.report(circle, "this stands inside itself", "write it out instead of using * and a name")
        return None
    return page, root


def _unreadable(error: OSError | UnicodeDecodeError | yaml.YAMLError) -> tuple[int, str, str]:
    """Return the line, what is wrong and how to mend it, for a file that cannot be read."""
    if isinstance(error, OSError):
        return 1, "this file is not there", "add it, or take its name out of form.yaml"
    if isinstance(error, UnicodeDecodeError):
        return 1, "this file is not UTF-8 text", "save it as UTF-8"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "context", None) or "it cannot be read"
    mend = "look at indents, colons and quotes here and just above"
    return mark.line + 1 if mark else 1, f"this is not YAML ({why})", mend


def _inside_itself(node: yaml.Node, above: tuple[yaml.Node, ...]) -> yaml.Node | None:
    """Return a node that an alias puts inside itself, or None. The deepest form has some ten levels."""
    if not isinstance(node, yaml.CollectionNode):
        return None
    if any(node is outer for outer in above):
        return node
    pairs = node.value if isinstance(node, yaml.MappingNode) else ((entry,) for entry in node.value)
    found = (_inside_itself(child, (*above, node)) for pair in pairs for child in pair)
    return next(filter(None, found), None)
