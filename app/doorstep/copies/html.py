"""A document as one HTML file: no script, nothing from the network, everything inside (WCAG 2.2 AA).

A content security policy in the file itself forbids any request, so opening the copy tells nobody that it was opened.
The text fonts travel inside (130 kB), because they are made for the readers who need this copy and are on no system.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from doorstep.copies import document as d
from doorstep.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from doorstep.copies.profiles import Profile

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'"

_STYLE = """
@font-face {{ font-family: "Copy"; font-weight: 400; src: url(data:font/ttf;base64,{regular}) format("truetype"); }}
@font-face {{ font-family: "Copy"; font-weight: 700; src: url(data:font/ttf;base64,{bold}) format("truetype"); }}
html {{ color-scheme: light; background: {paper}; color: {ink}; }}
html {{ font: {size}rem/{spacing} "Copy", "Script", Verdana, sans-serif; }}
body {{ max-width: 65ch; margin: 0 auto; padding: 1em; overflow-wrap: break-word; hyphens: manual; }}
h1, h2, h3, h4 {{ line-height: {heading_spacing}; margin: 1.6em 0 .5em; break-after: avoid; }}
h1 {{ font-size: 1.7em; }} h2 {{ font-size: 1.4em; }} h3 {{ font-size: 1.18em; }} h4 {{ font-size: 1.08em; }}
h2 {{ border-bottom: 2px solid {accent}; padding-bottom: .2em; }}
p {{ margin: 0 0 .6em; }} span[lang] {{ unicode-bidi: plaintext; }}
a {{ color: inherit; text-decoration-thickness: .1em; text-underline-offset: .2em; }}
a:focus-visible, input:focus-visible {{ outline: 3px solid {ink}; outline-offset: 3px; }}
.skip {{ position: absolute; top: 0; inset-inline-start: 1em; transform: translateY(-150%); }}
.skip:focus {{ transform: none; background: {paper}; padding: .5em 1em; }}
nav a {{ display: inline-block; min-height: 1.6em; }}
.need {{ border: 2px solid {accent}; padding: .5em .8em; font-weight: 700; }}
.lead {{ font-size: 1.12em; }}
.answer {{ margin: 1.2em 0; }}
.question {{ font-weight: 700; break-after: avoid; }}
blockquote {{ margin: 0 0 .6em; padding-inline-start: .8em; border-inline-start: .25em solid transparent; }}
blockquote.person, p.person {{ border-inline-start: .25em solid {accent}; font-size: 1.12em; }}
p.person {{ padding-inline-start: .8em; }}
li {{ margin-bottom: .35em; }}
.rows > li {{ margin-bottom: 1em; }} .rows p {{ margin-bottom: .2em; }}
.strip {{ list-style: none; padding: 0; }} .strip li {{ padding-inline-start: 1.6em; position: relative; }}
.strip li::before {{ content: "\\25CB" / ""; position: absolute; inset-inline-start: 0; color: {accent}; }}
.strip li.done::before {{ content: "\\25CF" / ""; }} .strip li.here::before {{ content: "\\25C9" / ""; }}
.ticks {{ list-style: none; padding: 0; }} .ticks input {{ width: 1.2em; height: 1.2em; vertical-align: -.2em; }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 1em; }}
th, td {{ text-align: start; vertical-align: top; padding: .4em .6em .4em 0; border-bottom: 1px solid {ink}; }}
thead th {{ border-bottom: 2px solid {accent}; }}
figure {{ margin: 1em 0; break-inside: avoid; }} img {{ max-width: 100%; height: auto; }}
img.drawn {{ mix-blend-mode: multiply; }}
.pictured {{ display: grid; grid-template-columns: min(7em, 25vw) minmax(0, 1fr); gap: min(1.5em, 4vw); }}
.pictured {{ align-items: center; margin: 0 0 1.5em; }}
.pictured img {{ width: 100%; }} .pictured {{ break-inside: avoid; }}
svg {{ max-width: 100%; height: auto; }} svg text {{ font-size: 1px; fill: {ink}; }}
svg line {{ stroke: {accent}; }} svg circle {{ stroke: {accent}; stroke-width: .12px; fill: {accent}; }}
svg circle.empty {{ fill: {paper}; }}
.line {{ height: 2em; border-bottom: 1px solid {ink}; }}
footer {{ margin-top: 2em; border-top: 2px solid {accent}; padding-top: .5em; }}
@page {{ size: {page}; margin: {margin}mm; }}
@media print {{ .skip, nav {{ display: none; }} body {{ max-width: none; padding: 0; }}
  html {{ font-size: {points}pt; }} .new-page {{ break-before: page; }} }}
"""


_ANY_WORDS = re.compile(r"<(p|li|h[1-4]|th|td|blockquote|figcaption)(?=[ >])")


def write_html(document: d.Document, profile: Profile) -> bytes:
    """Return the document as one HTML file in UTF-8; the same document gives the same bytes."""
    direction = ' dir="rtl"' if document.right_to_left else ""
    body = "".join(_body(document))
    if document.right_to_left:  # each paragraph stands as its own first letters are read
        body = _ANY_WORDS.sub(r'<\1 dir="auto"', body)
    need = f'<p class="need">{_words(document.header)}</p>\n' if document.header else ""
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.lang)}"{direction}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(document.title)}</title>\n<style>{_style(document, profile)}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#copy">{_words(document.say("Skip to the copy"))}</a>\n'
        f"<header>{need}{_contents(document)}</header>\n"
        f'<main id="copy">\n{body}</main>\n'
        f"<footer><p>{_made(document)}</p></footer>\n"
        "</body>\n</html>\n"
    )
    return page.encode()


def _made(document: d.Document) -> str:
    made = document.say("Made on {date}", date=document.say_day(document.made_on)) + "."
    return _words(f"{document.footer}. {made}" if document.footer else made)


def _style(document: d.Document, profile: Profile) -> str:
    letters = ("atkinson-hyperlegible-next", "AtkinsonHyperlegibleNext")
    style = _STYLE.format(
        regular=_font(letters[0], f"{letters[1]}-Regular.ttf"),
        bold=_font(letters[0], f"{letters[1]}-Bold.ttf"),
        size=round(profile.size / 12, 3),
        points=profile.size,
        heading_spacing=max(1.2, _LEADING.get(document.lang, 0) * 0.85),
        spacing=max(profile.line_spacing, _LEADING.get(document.lang, 0)),
        paper=profile.paper,
        ink=profile.ink,
        accent=profile.accent,
        margin=profile.margin,
        page=profile.page.value,
    )
    script = _SCRIPTS.get(document.lang)
    return _SCRIPT_FACE % _font(*script) + style if script is not None else style


@cache
def _font(folder: str, name: str) -> str:
    return base64.b64encode(resource("fonts", folder, name).read_bytes()).decode()


_SCRIPTS: Mapping[str, tuple[str, str]] = {
    "ar": ("noto-naskh-arabic", "NotoNaskhArabic-Regular.ttf"),
    "ur": ("noto-nastaliq-urdu", "NotoNastaliqUrdu-Regular.ttf"),
    "bn": ("noto-sans-bengali", "NotoSansBengali-Regular.ttf"),
    "pa": ("noto-sans-gurmukhi", "NotoSansGurmukhi-Regular.ttf"),
}
"""The letters of each language that the text font lacks."""
_LEADING: Mapping[str, float] = {"ar": 1.7, "ur": 2.4}
"""From one line to the next where the letters reach high and low."""
_SCRIPT_FACE = '@font-face { font-family: "Script"; src: url(data:font/ttf;base64,%s) format("truetype"); }\n'


def _words(text: str) -> str:
    return escape(text, quote=False)


def _spans(spans: d.Spans) -> str:
    return "".join(_span(span) for span in spans)


def _label(words: str) -> str:
    return _spans(d.spans_of(words))


def _told_by(column: str, name: str) -> str:
    """Return the name of a column with that of its speaker."""
    return d.Worded((*d.spans_of(column), d.Span(name))) if name else column


def _span(span: d.Span) -> str:
    words = _words(span.text)
    if span.strong:
        words = f"<strong>{words}</strong>"
    if span.lang:
        words = f'<span lang="{escape(span.lang)}">{words}</span>'
    return f'<a href="{escape(span.href)}">{words}</a>' if span.href else words


def _chapters(document: d.Document) -> list[d.Heading]:
    return [block for block in document.blocks if isinstance(block, d.Heading) and block.level == 2]


def _contents(document: d.Document) -> str:
    entries = "".join(
        f'<li><a href="#part-{number}">{_label(chapter.text)}</a></li>'
        for number, chapter in enumerate(_chapters(document), start=1)
    )
    return f'<nav aria-label="{escape(document.say("Parts of this copy"))}"><ul>{entries}</ul></nav>' if entries else ""


def _body(document: d.Document) -> Iterator[str]:
    part = 0
    for block in document.blocks:
        if isinstance(block, d.Heading) and block.level == 2:
            part += 1
        yield _block(block, part) + "\n"


def _block(block: d.Block, part: int) -> str:
    if isinstance(block, d.Heading):
        return _heading(block, part)
    return _WRITERS[type(block)](block)


def _heading(block: d.Heading, part: int) -> str:
    anchor = f' id="part-{part}"' if block.level == 2 else ""
    fresh = ' class="new-page"' if block.new_page else ""
    return f"<h{block.level}{anchor}{fresh}>{_label(block.text)}</h{block.level}>"


def _listed(items: tuple[d.Spans, ...], tag: str) -> str:
    return f"<{tag}>{''.join(f'<li>{_spans(item)}</li>' for item in items)}</{tag}>"


def _paragraph(block: d.Paragraph) -> str:
    return f'<p class="{block.weight.value}">{_spans(block.spans)}</p>'


def _bullets(block: d.Bullets) -> str:
    return _listed(block.items, "ol" if block.numbered else "ul")


def _particulars(block: d.Particulars) -> str:
    entries = (f"<p><strong>{_label(d.labelled(one.label))}</strong> {_spans(one.spans)}</p>" for one in block.entries)
    return f'<div class="answer">{"".join(entries)}</div>'


def _answered(block: d.Answered) -> str:
    said = "".join(_said(said) for said in block.said)
    return f'<div class="answer"><p class="question">{_label(block.question)}</p>{said}</div>'


def _page_break(_block: d.PageBreak) -> str:
    return '<div class="new-page"></div>'


def _ticks(block: d.Ticks) -> str:
    boxes = (
        f'<li><label><input type="checkbox"{" checked" if tick.ticked else ""}> {_label(tick.text)}</label></li>'
        for tick in block.ticks
    )
    return f'<ul class="ticks">{"".join(boxes)}</ul>'


def _strip(block: d.Strip) -> str:
    stages = "".join(_stage(stage, block.here) for stage in block.stages)
    return f'<p class="question">{_label(block.label)}</p><ol class="strip">{stages}</ol>'


def _stage(stage: d.Stage, here: str) -> str:
    words = f"{_label(stage.name)}, {_label(stage.when)}" if stage.when else _label(stage.name)
    if stage.current:
        return f'<li class="here" aria-current="step"><strong>{words}. {_label(here)}.</strong></li>'
    return f'<li class="done">{words}</li>' if stage.done else f"<li>{words}</li>"


def _said(said: d.Said) -> str:
    """Return one speaker's answer: short ones on the line of the name, own words as a quotation below it."""
    name = "" if said.names_itself else f"<strong>{_words(said.speaker)}:</strong> "
    if said.listed:
        return f"<p>{name}</p>{_listed(said.paragraphs, 'ul')}"
    if not said.own_words and len(said.paragraphs) == 1:
        return f"<p>{name}{_spans(said.paragraphs[0])}</p>"
    words = "".join(f"<p>{_spans(paragraph)}</p>" for paragraph in said.paragraphs)
    if not said.own_words:
        return f"<p>{name}</p>{words}"
    return f'<p>{name}</p><blockquote class="{said.tone.value}">{words}</blockquote>'


def _rows(block: d.Rows) -> str:
    opening = f'<p class="question">{_label(block.question)}</p><p><strong>{_label(block.speaker)}:</strong></p>'
    rows = _table(block) if block.layout is d.RowLayout.TABLE else _row_list(block)
    return f'<div class="answer">{opening}{rows}</div>'


def _table(block: d.Rows) -> str:
    head = "".join(f'<th scope="col">{_label(column)}</th>' for column in block.columns)
    body = "".join(f"<tr>{''.join(_cells(row, block))}</tr>" for row in block.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: d.Row, block: d.Rows) -> Iterator[str]:
    for number, cell in enumerate(row.cells):
        words = "".join(_in_cell(said, block) for said in cell.said)
        yield f'<th scope="row">{words}</th>' if number == 0 else f"<td>{words}</td>"


def _in_cell(said: d.Said, block: d.Rows) -> str:
    name = "" if said.speaker == block.speaker or said.gap else f"<strong>{_words(said.speaker)}:</strong> "
    return name + "<br>".join(_spans(paragraph) for paragraph in said.paragraphs)


def _row_list(block: d.Rows) -> str:
    return f'<ol class="rows">{"".join(f"<li>{_row(row, block.speaker)}</li>" for row in block.rows)}</ol>'


def _row(row: d.Row, main_speaker: str) -> str:
    cells = [cell for cell in row.cells if cell.said]
    teller = f" ({_words(row.teller(main_speaker))})" if row.teller(main_speaker) else ""
    title = f"<p><strong>{_label(row.title)}</strong>{teller}</p>" if row.title or teller else ""
    return title + "".join(_cell(cell, row.speaker) for cell in (cells[1:] if row.title else cells))


def _cell(cell: d.Cell, speaker: str) -> str:
    lines: list[str] = []
    for said in cell.said:
        name = "" if said.speaker == speaker or said.gap else f" ({said.speaker})"
        first, *others = (_spans(paragraph) for paragraph in said.paragraphs)
        lines.append(f"<p><strong>{_label(d.labelled(_told_by(cell.column, name)))}</strong> {first}</p>")
        lines.extend(f"<p>{other}</p>" for other in others)
    return "".join(lines)


def _figure(block: d.Figure) -> str:
    data = base64.b64encode(block.data).decode()
    drawn = ' class="drawn"' if block.drawn else ""
    return (
        f'<figure><img{drawn} src="data:{escape(block.media_type)};base64,{data}" {_named("alt", block.alt)} '
        f'width="{round(block.width * block.share)}" height="{round(block.height * block.share)}">'
        f"{_caption(block.caption)}</figure>"
    )


def _named(attribute: str, words: str) -> str:
    """Return a text alternative as an attribute, with its language when it is not that of the page."""
    language = d.language_of(words)
    return f'{attribute}="{escape(words)}"' + (f' lang="{escape(language)}"' if language else "")


def _caption(words: str) -> str:
    return f"<figcaption>{_label(words)}</figcaption>" if words else ""


def _drawing(block: d.Drawing) -> str:
    size = f"{block.width:.2f} {block.height:.2f}"
    shapes = "".join(_shape(shape) for shape in block.shapes)
    return (
        f'<figure><svg role="img" {_named("aria-label", block.alt)} viewBox="0 0 {size}" '
        f'style="width: {block.width:.2f}em">{shapes}</svg>{_caption(block.caption)}</figure>'
    )


def _shape(shape: d.Shape) -> str:
    match shape:
        case d.Stroke():
            (x1, y1), (x2, y2) = shape.start, shape.end
            broken = ' stroke-dasharray=".5 .4"' if shape.broken else ""
            ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
            return f'<line {ends} stroke-width="{shape.thick:.2f}"{broken}/>'
        case d.Dot():
            kind = "full" if shape.filled else "empty"
            return (
                f'<circle class="{kind}" cx="{shape.middle[0]:.2f}" cy="{shape.middle[1]:.2f}" r="{shape.radius:.2f}"/>'
            )
        case d.Lettering():
            anchor = {-1: "end", 0: "middle", 1: "start"}[shape.side]
            weight = ' font-weight="700"' if shape.strong else ""
            place = f'x="{shape.at[0]:.2f}" y="{shape.at[1]:.2f}"'
            return f'<text {place} text-anchor="{anchor}"{weight}>{_words(shape.text)}</text>'


def _room(block: d.Room) -> str:
    lines = '<div class="line"></div>' * block.lines
    return f'<div class="answer"><p><strong>{_label(d.labelled(block.label))}</strong></p>{lines}</div>'


def _pictured(block: d.Pictured) -> str:
    data = base64.b64encode(block.picture).decode()
    sentences = "".join(f"<p>{_spans(sentence)}</p>" for sentence in block.sentences)
    return f'<div class="pictured"><img src="data:image/png;base64,{data}" alt=""><div>{sentences}</div></div>'


_WRITERS: dict[type[d.Block], Callable[[Any], str]] = {
    d.Paragraph: _paragraph,
    d.Bullets: _bullets,
    d.Ticks: _ticks,
    d.Particulars: _particulars,
    d.Strip: _strip,
    d.Answered: _answered,
    d.Rows: _rows,
    d.Figure: _figure,
    d.Drawing: _drawing,
    d.Pictured: _pictured,
    d.Room: _room,
    d.Contents: lambda _block: "",  # they stand at the top of the page, as links
    d.PageBreak: _page_break,
}
