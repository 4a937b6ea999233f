"""The HTML copy: one file that asks the network for nothing, with the structure that a screen reader needs."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from copies.making import copy_of_sample, document, paragraphs, said
from doorstep.copies import document as d
from doorstep.copies.html import write_html
from doorstep.copies.profiles import PROFILES, Profile

CLEAR = PROFILES["clear-14"]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


class Outline(HTMLParser):
    """Collects every element with its attributes, and checks that they nest."""

    VOID = frozenset({"meta", "input", "img", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of that name."""
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def page() -> str:
    return write_html(copy_of_sample(), CLEAR).decode()


def test_the_page_tells_its_language_and_title(page: str) -> None:
    outline = Outline(page)
    assert outline.named("html")[0]["lang"] == "en-GB"
    assert "<title>Needs assessment: Mr\u00a0Pennant</title>" in page
    assert len(outline.named("main")) == 1


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    outline = Outline(page)
    assert outline.named("script") == outline.named("iframe") == []
    assert all(not name.startswith("on") for _tag, attrs in outline.elements for name in attrs)
    sources = [attrs.get("src", "") for _tag, attrs in outline.elements if "src" in attrs]
    assert sources
    assert all(source.startswith("data:") for source in sources)
    assert re.findall(r"url\((?!data:)", page) == []
    policy = next(attrs["content"] for attrs in outline.named("meta") if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'")


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _attrs in Outline(page).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_keyboard_can_skip_to_the_copy_and_to_each_part(page: str) -> None:
    outline = Outline(page)
    targets = {attrs["id"] for _tag, attrs in outline.elements if "id" in attrs}
    links = [attrs["href"] for attrs in outline.named("a") if attrs["href"].startswith("#")]
    assert links[0] == "#copy"
    assert len(links) > 10
    assert {link[1:] for link in links} <= targets


def test_every_picture_has_words_and_every_table_its_scopes(page: str) -> None:
    outline = Outline(page)
    assert all(attrs["alt"] for attrs in outline.named("img"))
    assert len(outline.named("img")) == 3
    assert all(attrs["scope"] in ("col", "row") for attrs in outline.named("th"))
    assert outline.named("th")


def test_the_persons_words_are_quotations_that_stand_out(page: str) -> None:
    assert '<blockquote class="person">' in page
    assert "blockquote.person" in page


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_ink_and_accent_keep_their_contrast(profile: Profile) -> None:
    assert contrast(profile.ink, profile.paper) >= 7
    assert contrast(profile.accent, profile.paper) >= 3


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_people_say_cannot_become_markup() -> None:
    words = '<script>alert("x")</script> & "so on"'
    page = write_html(document(d.Answered(words, (said(words, own_words=True),))), CLEAR).decode()
    Outline(page)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2


def test_every_block_is_written() -> None:
    page = write_html(
        document(
            d.Bullets(paragraphs("first", "second"), numbered=True),
            d.Ticks((d.Tick("rung", ticked=True), d.Tick("written", ticked=False))),
            d.Strip("Where am I?", (d.Stage("Plan", done=False, current=True, when="soon"),)),
            d.Figure(PNG, "image/png", 1, 1, "A dot", "My dot"),
            d.PageBreak(),
            d.Paragraph((d.Span("Diolch", lang="cy"), d.Span("here", href="https://www.example.org"))),
        ),
        CLEAR,
    ).decode()
    outline = Outline(page)
    assert "<ol><li>first</li><li>second</li></ol>" in page
    assert [("checked" in attrs) for attrs in outline.named("input")] == [True, False]
    assert 'aria-current="step"' in page
    assert "<figcaption>My dot</figcaption>" in page
    assert '<span lang="cy">Diolch</span>' in page
    assert '<a href="https://www.example.org">here</a>' in page


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_html(copy_of_sample(), CLEAR) == write_html(copy_of_sample(), CLEAR)
