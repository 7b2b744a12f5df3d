"""Real PDFs and pictures, harmless and hostile, made on the spot."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda _: None, **saved: object) -> bytes:
    """A one-page PDF; `change` may put something into it before it is saved."""
    made = pikepdf.Pdf.new()
    made.add_blank_page(page_size=(210, 297))
    change(made)
    written = BytesIO()
    made.save(written, deterministic_id="encryption" not in saved, **saved)
    return written.getvalue()


def opens_with(action: object) -> Callable[[pikepdf.Pdf], object]:
    """A change for `pdf`: what happens by itself when the document opens."""
    return lambda made: made.Root.__setitem__("/OpenAction", action)


def first_page(made: pikepdf.Pdf) -> Array:
    """A destination: the first page, fitted to the window."""
    return Array([made.pages[0].obj, Name.Fit])


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert('1')")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: object) -> bytes:
    written = BytesIO()
    Image.new(mode, size, 0 if mode == "1" else "red").save(written, kind, **saved)
    return written.getvalue()
