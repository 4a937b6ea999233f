"""Loading forms: from YAML, and for installed forms from a compiled copy in the cache folder of this account.

Compiling the YAML takes longer than a window may wait, so ``installed_form`` keeps the result. The cached file is
named after the content of all sources and of the code that reads them: any edit gives another name, so it cannot go
stale. It holds the form only, never a case.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from platformdirs import user_cache_path

from doorstep import __version__, resources
from doorstep.definition.model import FormDefinition
from doorstep.errors import FormInvalidError, FormNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = Path(__file__).parent
_decoder = msgspec.json.Decoder(FormDefinition)


def load_form(folder: Path) -> FormDefinition:
    """Compile the form in a folder. Raises FormNotFoundError, or FormInvalidError with every mistake."""
    # Only who compiles pays for the YAML reader and the rules; the window starts from the compiled form.
    from doorstep.definition.lint import problems_of
    from doorstep.definition.reading import FORM_FILE, read_form

    if not (folder / FORM_FILE).is_file():
        raise FormNotFoundError(form=folder.name)
    sources = read_form(folder)
    problems = problems_of(sources)
    if problems:
        raise FormInvalidError(form=folder.name, problems=tuple(str(problem) for problem in problems))
    return _with_digest(sources.form)


def installed_form(name: str) -> FormDefinition:
    """Return a form that came with Doorstep. Raises FormNotFoundError, FormInvalidError."""
    return cached_form(resources.forms_folder() / name, user_cache_path("doorstep", appauthor=False) / "forms")


def cached_form(folder: Path, cache: Path) -> FormDefinition:
    """Return the form in a folder, compiled once per content and kept in ``cache``.

    A cache that cannot be read or written costs time and nothing else. Raises FormNotFoundError, FormInvalidError.
    """
    kept = cache / f"{folder.name}-{_source_key(folder)}.json"
    with contextlib.suppress(OSError, FormInvalidError):
        return decode_form(kept.read_bytes())
    form = load_form(folder)
    with contextlib.suppress(OSError):
        _keep(kept, encode_form(form))
    return form


def encode_form(form: FormDefinition) -> bytes:
    """Return a form as canonical JSON (UTF-8): equal forms give equal bytes."""
    return msgspec.json.encode(form, order="deterministic")


def decode_form(data: bytes) -> FormDefinition:
    """Return the form that ``encode_form`` wrote, in this version of Doorstep or an older one.

    Raises FormInvalidError when the bytes are no form, or do not match the digest at their end.
    """
    try:
        form = _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise FormInvalidError(form="", problems=("the compiled form cannot be read",)) from error
    # The bytes themselves are hashed: an old form may hold what this version no longer knows.
    written, blank = (f'"digest":"{digest}"}}'.encode() for digest in (form.digest, ""))
    if not data.endswith(written) or _hash(data.removesuffix(written) + blank) != form.digest:
        raise FormInvalidError(form=form.form, problems=("the compiled form does not match its digest",))
    return form


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _with_digest(form: FormDefinition) -> FormDefinition:
    blank = encode_form(msgspec.structs.replace(form, digest=""))
    return msgspec.structs.replace(form, digest=_hash(blank))


def _source_key(folder: Path) -> str:
    """Return a hash of everything that the compiled form depends on: its files, and the code of this package."""
    hashed = hashlib.sha256(__version__.encode())
    for path in _inputs(folder):
        data = path.read_bytes()
        hashed.update(f"\n{path.name} {len(data)}\n".encode())
        hashed.update(data)
    return hashed.hexdigest()[:32]


def _inputs(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.yaml"))
    # A frozen app has no sources beside it; its version stands for them.
    yield from sorted(_CODE.glob("*.py"))


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: two windows may start together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.name.rpartition('-')[0]}-*.json"):
        old.unlink(missing_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)
