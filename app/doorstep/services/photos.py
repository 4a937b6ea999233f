"""Pictures on their way into the vault: bounded, upright, and free of everything but what is to be seen.

A camera file tells where and when it was taken, with which device, and sometimes holds a second picture. None of that
belongs in a record (GPS may be a safe address), so a picture is drawn anew rather than copied.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING, Final

import msgspec
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from doorstep.errors import AttachmentError

if TYPE_CHECKING:
    from pathlib import Path

PHOTO_FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "AVIF", "GIF")
"""What is read, by Pillow's names. Its JPEG reader also takes MPO, which many phones call a JPEG."""
LONGEST_SIDE: Final = 2000
"""Pixels: enough to read a medicine label held in front of the camera."""
MOST_PIXELS: Final = 80_000_000
"""Of a file to be read; below the size at which Pillow itself suspects an attack."""
MOST_BYTES_READ: Final = 64 * 2**20
MOST_BYTES_KEPT: Final = 2 * 2**20
_QUALITIES: Final = (85, 75, 60, 45)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture upright, by the Orientation tag of Exif; 1 needs no turn."""
_READER_ERRORS: Final = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What Pillow's readers may raise on damaged files, beside its own errors."""


class Picture(msgspec.Struct, frozen=True):
    """A picture ready to be kept. ``width`` and ``height`` are in pixels, as it is to be looked at."""

    data: bytes
    media_type: str
    width: int
    height: int


def read_camera_file(path: Path) -> bytes:
    """Return the bytes of a picture file, not more than may be taken in. Raises AttachmentError (what, limit)."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES_READ + 1)
    except OSError as error:
        raise AttachmentError(what="unreadable") from error


def prepare_photo(data: bytes) -> Picture:
    """Return the photo as a JPEG of at most LONGEST_SIDE pixels and MOST_BYTES_KEPT bytes, upright, on white, sRGB.

    Only pixels survive. Raises AttachmentError; ``what`` is ``empty``, ``heic``, ``unknown_kind``, ``damaged``,
    ``too_many_bytes`` or ``too_many_pixels`` (with the ``limit`` that was passed).
    """
    picture = _upright_pixels(data, PHOTO_FORMATS)
    for quality in _QUALITIES:
        encoded = _encode(picture, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(encoded) <= MOST_BYTES_KEPT:
            break
    return Picture(encoded, "image/jpeg", picture.width, picture.height)


def prepare_drawing(data: bytes) -> Picture:
    """Return a drawing or signature as a PNG of bounded size, on white. Raises AttachmentError as for photos."""
    picture = _upright_pixels(data, ("PNG",))
    return Picture(_encode(picture, "PNG", optimize=True), "image/png", picture.width, picture.height)


def _upright_pixels(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    if not data:
        raise AttachmentError(what="empty")
    if len(data) > MOST_BYTES_READ:
        raise AttachmentError(what="too_many_bytes", limit=MOST_BYTES_READ)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise AttachmentError(what="heic")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which is dropped anyway
            with Image.open(io.BytesIO(data), formats=formats) as opened:
                return _pixels(opened)
    except UnidentifiedImageError as error:
        raise AttachmentError(what="unknown_kind") from error
    except Image.DecompressionBombError as error:
        raise AttachmentError(what="too_many_pixels", limit=MOST_PIXELS) from error
    except _READER_ERRORS as error:
        raise AttachmentError(what="damaged") from error


def _pixels(opened: Image.Image) -> Image.Image:
    if opened.width * opened.height > MOST_PIXELS:
        raise AttachmentError(what="too_many_pixels", limit=MOST_PIXELS)
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is then never held at full size
    turn = _turn(opened)
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    flat = _on_white(_in_srgb(opened))
    flat = flat if turn is None else flat.transpose(turn)
    bare = Image.new("RGB", flat.size)  # a new picture: nothing that rode along in the old one can follow
    bare.paste(flat)
    return bare


def _turn(opened: Image.Image) -> Image.Transpose | None:
    """How the camera was held. Only this one tag is read: writing the others back is where damaged files fail."""
    return _TURNS.get(opened.getexif().get(ExifTags.Base.Orientation, 1))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Apply a camera's own colour profile, so that colours stay right once the profile is gone."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode != "RGB":
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        return picture  # a broken profile is no reason to lose the picture
    return converted or picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _encode(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
