"""The address of an answer as three database columns, and back."""

from __future__ import annotations

import msgspec

from doorstep.assessment.answer import AnswerKey, RowPath, Voice


def columns(key: AnswerKey) -> tuple[str, str, str]:
    """Return link_id, path and voice as they are stored."""
    return key.link_id, path_text(key.path), str(key.voice)


def key_from(link_id: str, path: str, voice: str) -> AnswerKey:
    """Return the address that ``columns`` wrote."""
    return AnswerKey(link_id, path_from(path), Voice.parse(voice))


def path_text(path: RowPath) -> str:
    """Return row ids as a JSON array: they may hold any character."""
    return msgspec.json.encode(path).decode()


def path_from(text: str) -> RowPath:
    """Return the row ids that ``path_text`` wrote."""
    return msgspec.json.decode(text, type=tuple[str, ...])
