"""Is it a real JPEG, PNG or WebP of a sane size? Run as a child: `python -m registry.uploads.image`.

The picture is drawn anew: no EXIF (it tells where a photograph was taken and with which telephone), no comment, no
bytes behind the picture, and at most `LONGEST_SIDE` pixels a side, which keeps a licence readable.
"""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from registry.uploads import Refused, limits

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3000
_FIRST_BYTES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_WEBP = (b"RIFF", b"WEBP")
_STORED_AS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "JPEG"}  # what every desk's viewer opens


def look(content: bytes) -> tuple[str, bytes]:
    """Media type and the picture drawn anew: a JPEG or a PNG. Raises Refused."""
    kind = "WEBP" if (content[:4], content[8:12]) == _WEBP else next((kind for start, kind in _FIRST_BYTES.items() if content.startswith(start)), None)
    if kind is None:
        raise Refused("not_an_image")
    try:
        return f"image/{_STORED_AS[kind].lower()}", _drawn_anew(content, kind)
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, MemoryError):
        raise Refused("image_damaged") from None


def _drawn_anew(content: bytes, kind: str) -> bytes:
    Image.MAX_IMAGE_PIXELS = None  # the size is asked below, before anything is decoded
    with Image.open(BytesIO(content), formats=(kind,)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("image_too_large_pixels")
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _saved(_on_white(upright), _STORED_AS[kind])


def _on_white(picture: Image.Image) -> Image.Image:
    """The bare pixels in RGB on a white sheet: nothing that the file said about itself comes along."""
    sheet = Image.new("RGB", picture.size, "white")
    see_through = picture.convert("RGBA") if picture.has_transparency_data else None
    sheet.paste(see_through or picture.convert("RGB"), mask=see_through)
    return sheet


def _saved(sheet: Image.Image, kind: str) -> bytes:
    stored = BytesIO()
    sheet.save(stored, kind, quality=88) if kind == "JPEG" else sheet.save(stored, kind)
    return stored.getvalue()


if __name__ == "__main__":
    limits.bind()
    limits.answer(look)
