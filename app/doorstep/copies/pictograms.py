"""The pictures of Easy Read copies, by what they stand for (resources/pictograms)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from doorstep.resources import resource

if TYPE_CHECKING:
    from doorstep.definition.model import FormDefinition

CREDIT = "The pictures are Health Icons by Resolve to Save Lives."
"""What a copy says of them; the licence (MIT) lies beside the pictures."""


class Manifest(msgspec.Struct, frozen=True):
    """``pictures`` holds each name with its icon; ``topics`` and ``parts`` say which name stands for what."""

    pictures: Mapping[str, str]
    topics: Mapping[str, str]
    parts: Mapping[str, str]


@cache
def manifest() -> Manifest:
    """Return the manifest. Raises EnvironmentFaultError when the pictures are not installed."""
    words = resource("pictograms", "manifest.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(words), Manifest)


@cache
def picture(name: str) -> bytes:
    """Return a picture by its name, as PNG: black on nothing."""
    return resource("pictograms", f"{name}.png").read_bytes()


def picture_of_part(part: str) -> bytes:
    """Return the picture of a standard part of the copy."""
    return picture(manifest().parts[part])


def picture_of_topic(link_id: str, definition: FormDefinition) -> bytes:
    """Return the picture of what a question is about; of a star when nobody drew its topic."""
    topics = manifest().topics
    fitting = [topic for topic in topics if link_id == topic or link_id.startswith(f"{topic}_")]
    section = definition.place(link_id).section.link_id
    best = max(fitting, key=len) if fitting else section
    return picture(topics.get(best, "star"))
