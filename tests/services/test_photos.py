"""What becomes of a camera file: only what is to be seen."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin

from doorstep.errors import AttachmentError
from doorstep.services.photos import LONGEST_SIDE, MOST_BYTES_KEPT, prepare_drawing, prepare_photo

CANARY = b"51.5033N 0.1276W 10 Secret Street"


def _two_halves(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste(Image.new("RGB", (size[0] // 2, size[1]), "red"), (0, 0))
    return picture


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _camera_file() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Canary phone"
    exif[ExifTags.Base.ImageDescription] = CANARY.decode()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 39.0), 29: "2026:10:06"}
    )
    return _saved(_two_halves(), "JPEG", exif=exif, comment=CANARY, xmp=b"<x>" + CANARY + b"</x>", quality=95)


def test_the_camera_file_of_these_tests_does_tell_where_it_was_taken() -> None:
    data = _camera_file()
    assert CANARY in data
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)[29] == "2026:10:06"


def test_nothing_but_pixels_is_left_of_a_camera_file() -> None:
    kept = prepare_photo(_camera_file())
    assert kept.media_type == "image/jpeg"
    for trace in (CANARY, b"Exif", b"Canary", b"2026:10:06", b"http"):
        assert trace not in kept.data
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_a_photo_taken_upright_stands_upright() -> None:
    kept = prepare_photo(_camera_file())
    assert (kept.width, kept.height) == (200, 300)
    with Image.open(io.BytesIO(kept.data)) as picture:
        top, bottom = picture.getpixel((100, 20)), picture.getpixel((100, 280))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]


@pytest.mark.parametrize("held", range(1, 9))
def test_however_the_camera_was_held_the_photo_is_as_pillow_would_turn_it(held: int) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = held
    data = _saved(_two_halves(), "PNG", exif=exif)
    with Image.open(io.BytesIO(data)) as opened, Image.open(io.BytesIO(prepare_photo(data).data)) as kept:
        expected = ImageOps.exif_transpose(opened)
        assert kept.size == expected.size
        for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)):
            place = (round(kept.width * x), round(kept.height * y))
            assert (
                max(map(abs, (a - b for a, b in zip(kept.getpixel(place), expected.getpixel(place), strict=True)))) < 40
            )


@pytest.mark.parametrize("kind", ["JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "AVIF", "GIF"])
def test_every_kind_of_file_that_a_camera_or_scanner_makes_is_taken(kind: str) -> None:
    kept = prepare_photo(_saved(_two_halves(), kind))
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (300, 200))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_colour_mode_is_taken(mode: str) -> None:
    picture = Image.new(mode, (40, 30)) if mode == "I;16" else _two_halves((40, 30)).convert(mode)
    kept = prepare_photo(_saved(picture, "TIFF"))
    assert (kept.width, kept.height) == (40, 30)


def test_what_was_transparent_is_white_paper() -> None:
    kept = prepare_drawing(_saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert (picture.format, picture.getpixel((5, 5))) == ("PNG", (255, 255, 255))


def test_a_drawing_keeps_no_words_either() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY.decode())
    data = _saved(_two_halves(), "PNG", pnginfo=notes)
    assert CANARY in data
    assert CANARY not in prepare_drawing(data).data


def test_a_colour_profile_is_applied_before_it_is_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    kept = prepare_photo(_saved(_two_halves(), "JPEG", icc_profile=profile))
    assert b"ICC_PROFILE" not in kept.data


def test_a_large_noisy_photo_ends_within_both_bounds() -> None:
    noise = Image.frombytes("RGB", (3000, 2400), random.Random(7).randbytes(3000 * 2400 * 3))
    kept = prepare_photo(_saved(noise, "JPEG", quality=95))
    assert (kept.width, kept.height) == (LONGEST_SIDE, 1600)
    assert len(kept.data) <= MOST_BYTES_KEPT


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"dear diary", "unknown_kind"),
        (b"%PDF-1.7\n", "unknown_kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (_png_that_claims(9_000, 9_000), "too_many_pixels"),
        (_png_that_claims(60_000, 60_000), "too_many_pixels"),
        (_png_that_claims(300, 300), "damaged"),
        (_camera_file()[:-2000], "damaged"),
        (bytes(64 * 2**20 + 1), "too_many_bytes"),
    ],
)
def test_what_cannot_be_taken_says_why(data: bytes, what: str) -> None:
    with pytest.raises(AttachmentError) as caught:
        prepare_photo(data)
    assert caught.value.facts["what"] == what


def test_a_drawing_is_a_png_and_nothing_else() -> None:
    with pytest.raises(AttachmentError):
        prepare_drawing(_camera_file())


def test_no_damage_escapes_as_another_error() -> None:
    chance = random.Random(11)
    whole = [
        _camera_file(),
        *(_saved(_two_halves((64, 48)), kind) for kind in ("PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")),
    ]
    for data in whole:
        for _ in range(80):
            hurt = bytearray(data)
            for _ in range(4):
                hurt[chance.randrange(min(len(hurt), 600))] = chance.randrange(256)
            try:
                assert prepare_photo(bytes(hurt)).data
            except AttachmentError:
                continue
