"""From the files of a form to a ``FormDefinition``, with the place of everything for whoever reports a mistake.

Reading never stops at a mistake: it notes it and goes on with what can be understood. docs/formats/form.md specifies
the files; ``lint`` holds the rules that need the whole form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from doorstep.definition.items import ItemReader
from doorstep.definition.model import FormDefinition, Item, ItemType, Section, Speaker
from doorstep.definition.options import read_option_sets
from doorstep.definition.problems import Position, Problems, suggestion
from doorstep.definition.source import Page, Written, read_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from doorstep.definition.model import AnswerOption
    from doorstep.definition.source import Fields

FORM_FILE = "form.yaml"
_FORM_KEYS = ("title", "version", "language", "whose", "follows", "apart", "sections", "option_sets")
_SECTION_KEYS = ("section", "link_id", "title", "part", "note", "enable_when", "shelf_life", "monitoring", "items")
_TEMPLATE_KEYS = ("template", "areas", "items")
_AREA_KEYS = ("area", "title", "question", "guidance", "why", "options", "serves")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"S\d\d[A-Z]?")


@dataclass(slots=True)
class Sources:
    """What was read from a folder: the form, every mistake so far, and where things stand.

    ``written`` holds sections by code and by link_id, items by link_id, and form.yaml by its name.
    """

    form: FormDefinition
    problems: Problems
    written: dict[str, Written] = field(default_factory=dict)

    def note(self, name: str, written: Written) -> None:
        """Remember where a section or item stands; reports a name that was given before."""
        first = self.written.setdefault(name, written)
        if first is not written and name:
            where = first.at()
            mend = f"give one of the two another name; the first stands in {where.file}, line {where.line}"
            self.problems.add(written.at("link_id"), f'"{name}" is there twice', mend)

    def report(self, name: str, key: str, what: str, mend: str) -> None:
        """Note a mistake at a key of a section or item."""
        self.problems.add(self.written[name].at(key), what, mend)


def read_form(folder: Path) -> Sources:
    """Read all files of a form. Never raises for what they hold."""
    problems = Problems()
    sources = Sources(FormDefinition(folder.name, "", "", "", ()), problems)
    opened = read_page(folder / FORM_FILE, problems)
    if opened is None:
        return sources
    page, root = opened
    fields = page.mapping(root, _FORM_KEYS, "form.yaml")
    sets = read_option_sets(page, fields)
    reader = _FormReader(folder, sources, sets)
    sections = reader.sections(page, fields)
    reader.report_unused(page, fields)
    sources.form = FormDefinition(
        form=folder.name,
        title=page.needed(fields, "title", root, "the form"),
        version=page.needed(fields, "version", root, "the form"),
        language=page.needed(fields, "language", root, "the form"),
        sections=sections,
        whose=page.one_of(fields, "whose", Speaker) or Speaker.PERSON,
        follows=page.list_of_words(fields, "follows"),
        apart=page.switch(fields, "apart") or False,
    )
    sources.written[FORM_FILE] = Written(page, root, fields)
    return sources


class _FormReader:
    """Reads sections and templates of one form."""

    def __init__(self, folder: Path, sources: Sources, sets: Mapping[str, tuple[AnswerOption, ...]]) -> None:
        self._folder = folder
        self._sources = sources
        self._sets = sets
        self._sets_used: set[str] = set()
        self._files_used = {FORM_FILE}

    def sections(self, page: Page, fields: Fields) -> tuple[Section, ...]:
        """Read the sections that form.yaml lists, in its order."""
        if "sections" not in fields:
            page.problems.add(Position(page.file, 1), 'the form has no "sections"', "list the section files in order")
            return ()
        found = []
        for entry in page.sequence(fields["sections"][1], '"sections"'):
            section = self._section(f"{page.text(entry)}.yaml")
            if section is not None:
                found.append(section)
        return tuple(found)

    def report_unused(self, page: Page, fields: Fields) -> None:
        """Report option sets and files that nothing uses."""
        if "option_sets" in fields:
            sets = page.mapping(fields["option_sets"][1], None, '"option_sets"')
            for name in sets.keys() - self._sets_used:
                page.report(sets[name][0], f'no question uses the option set "{name}"', "use it, or take it out")
        for path in sorted(self._folder.glob("*.yaml")):
            if path.name not in self._files_used:
                mend = "add its name to the list of sections in form.yaml, or take the file away"
                page.problems.add(Position(str(path), 1), "nothing uses this file", mend)

    def _section(self, file: str) -> Section | None:
        self._files_used.add(file)
        opened = read_page(self._folder / file, self._sources.problems)
        if opened is None:
            return None
        page, root = opened
        fields = page.mapping(root, _SECTION_KEYS, "a section")
        code = page.needed(fields, "section", root, "the section")
        if code and not _CODE.fullmatch(code):
            page.report(fields["section"][1], f'"{code}" is no section code', "write S and two digits, such as S05")
        link_id = page.needed(fields, "link_id", root, "the section")
        if link_id and not _WORD.fullmatch(link_id):
            page.report(fields["link_id"][1], f'"{link_id}" is no link_id', "use small letters, digits and _")
        written = Written(page, root, fields)
        for name in filter(None, (code, link_id)):
            self._sources.note(name, written)
        items = self._reader(page, "")
        return Section(
            code=code,
            link_id=link_id,
            title=page.needed(fields, "title", root, "the section"),
            part=page.needed(fields, "part", root, "the section"),
            note=page.words(fields, "note"),
            enable_when=items.condition(fields),
            shelf_life=page.number(fields, "shelf_life"),
            monitoring=page.switch(fields, "monitoring") or False,
            items=self._items(page, items, fields, root),
        )

    def _items(self, page: Page, reader: ItemReader, fields: Fields, root: yaml.Node) -> tuple[Item, ...]:
        if "items" not in fields:
            page.report(root, "the section asks nothing", 'add "items:" and a list of questions')
            return ()
        found: list[Item] = []
        for entry in page.sequence(fields["items"][1], '"items"'):
            used = page.mapping(entry, ("use",), "this") if _names_only(entry, "use") else None
            if used is None:
                found.append(reader.item(entry))
            else:
                found += self._template(f"{page.text(used['use'][1])}.yaml")
        return tuple(found)

    def _reader(self, page: Page, prefix: str, overrides: Mapping[str, yaml.Node] | None = None) -> ItemReader:
        return ItemReader(page, self._sources, self._sets, self._sets_used, prefix, overrides or {})

    def _template(self, file: str) -> list[Item]:
        """Read a template: the same questions once for each of its areas, each area a group of its own."""
        self._files_used.add(file)
        opened = read_page(self._folder / file, self._sources.problems)
        if opened is None:
            return []
        page, root = opened
        fields = page.mapping(root, _TEMPLATE_KEYS, "a template")
        prefix = page.needed(fields, "template", root, "the template")
        for key in ("areas", "items"):
            if key not in fields:
                page.report(root, f'the template has no "{key}"', f'add "{key}:" and a list')
                return []
        areas = page.sequence(fields["areas"][1], '"areas"')
        return [self._area(page, prefix, area, fields["items"][1]) for area in areas]

    def _area(self, page: Page, prefix: str, node: yaml.Node, items: yaml.Node) -> Item:
        fields = page.mapping(node, _AREA_KEYS, "an area")
        area = page.needed(fields, "area", node, "the area")
        link_id = f"{prefix}_{area}"
        self._sources.note(link_id, Written(page, node, fields))
        overrides = page.mapping(fields["options"][1], None, '"options"') if "options" in fields else {}
        fill = {"area": area, "question": page.needed(fields, "question", node, "the area")}
        filled = Page(page.file, page.problems, fill, (link_id, f"{prefix}_<area>"))
        reader = self._reader(filled, f"{link_id}_", {key: value for key, (_, value) in overrides.items()})
        children = tuple(reader.item(entry) for entry in page.sequence(items, '"items"'))
        asked = {child.link_id.removeprefix(f"{link_id}_") for child in children}
        for key, (key_node, _) in overrides.items():
            if key not in asked:
                mend = suggestion(key, asked, "name a question of this template")
                page.report(key_node, f'the template asks no "{key}"', mend)
        return Item(
            link_id=link_id,
            type=ItemType.GROUP,
            text=page.needed(fields, "title", node, "the area"),
            guidance=page.words(fields, "guidance"),
            why=page.words(fields, "why"),
            serves=page.list_of_words(fields, "serves"),
            items=children,
        )


def _names_only(node: yaml.Node, key: str) -> bool:
    """Whether a node is a mapping with a key of that name."""
    return isinstance(node, yaml.MappingNode) and any(entry[0].value == key for entry in node.value)
