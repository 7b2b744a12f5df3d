"""One code with the words below it as a file: SVG, PNG at whole printer dots, PDF in millimetres. One input, one file, always."""

from functools import lru_cache
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from qr import advice, drawing, lettering, symbols
from qr.advice import Look
from qr.fonts import FACE, FONT
from qr.labels import code_at, document, ground, rgb, with_codes, write_lines
from qr.layout import Label, Layout, free, words
from registry.errors import Invalid

PNG_MOST: Final = 6000
"""Dots a side: a code of half a metre at 300 dpi."""


def draw(kind: str, label: Label, look: Look, *, dpi: int = 300) -> bytes:
    """The file of a kind: svg, png (at `dpi`) or pdf. Raises Invalid as those do."""
    if kind == "png":
        return png(label, look, dpi)
    return pdf(label, look) if kind == "pdf" else svg(label, look).encode()


def measure(label: Label, look: Look) -> Layout:
    """How large SVG and PDF become, in millimetres. Raises Invalid (`advice.check`)."""
    advice.check(look)
    return free(label, len(drawing.matrix(label.text, look.level)), look)


def measure_png(label: Label, look: Look, dpi: int) -> Layout:
    """How large the PNG becomes, in millimetres.

    Raises Invalid: `advice.check` of the size that is really printed, `dpi` out of range, `module` for too many dots.
    """
    if not advice.DPI_LEAST <= dpi <= advice.DPI_MOST:
        raise Invalid({"dpi": "drawing_dpi"}, **advice.FACTS)
    laid = measure(label, advice.printed(look, dpi))
    if max(_dots(laid.width, dpi), _dots(laid.height, dpi)) > PNG_MOST:
        raise Invalid({"module": "drawing_png_large"}, dots_most=PNG_MOST)
    return laid


def svg(label: Label, look: Look) -> str:
    """The drawing in millimetres. Words are outlines, for viewers and printers without a Chinese font; they are read aloud from its title.

    Raises Invalid (`advice.check`).
    """
    laid, modules = measure(label, look), drawing.matrix(label.text, look.level)
    said = " · ".join([label.text, *words(label)])
    squares = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in drawing.rectangles(modules))
    letters = "".join(lettering.outlines(line.text, line.x, line.baseline, line.size) for line in laid.lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_mm(laid.width)}mm" height="{_mm(laid.height)}mm" viewBox="0 0 {_mm(laid.width)} {_mm(laid.height)}" role="img" aria-label={quoteattr(said)}>'
        f'<title>{escape(said)}</title><rect width="{_mm(laid.width)}" height="{_mm(laid.height)}" fill="{look.background}"/>'
        f'<g fill="{look.colour}"><path transform="translate({_mm(laid.x)} {_mm(laid.y)}) scale({look.module:g})" shape-rendering="crispEdges" d="{squares}"/><path d="{letters}"/></g></svg>\n'
    )


def pdf(label: Label, look: Look) -> bytes:
    """A page just as large as code and words, in millimetres. Raises Invalid (`advice.check`)."""
    advice.check(look)
    symbol = symbols.symbol(label.text, look.level)
    laid = free(label, symbol.side, look)
    page = document(laid.width, laid.height)
    page.add_page()
    page.set_text_color(*rgb(look.colour))
    write_lines(page, laid)
    code = code_at(symbol, laid.module, laid.x, laid.height - laid.y - symbol.side * laid.module, look)
    return with_codes(page, [code], [ground(0, 0, laid.width, laid.height, look)])


def png(label: Label, look: Look, dpi: int) -> bytes:
    """Two colours, every module of `advice.dots` whole dots, `dpi` written into the file.

    Raises Invalid as `measure_png` does.
    """
    laid, modules = measure_png(label, look, dpi), drawing.matrix(label.text, look.level)
    look = advice.printed(look, dpi)
    picture = _blank(laid, look, dpi)
    _paint(picture, modules, laid, advice.dots(look.module, dpi), dpi)
    _write(picture, laid, dpi)
    out = BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi), optimize=False, compress_level=9)
    return out.getvalue()


def _blank(laid: Layout, look: Look, dpi: int) -> Image.Image:
    picture = Image.new("P", (_dots(laid.width, dpi), _dots(laid.height, dpi)), 0)
    picture.putpalette([*rgb(look.background), *rgb(look.colour)])
    return picture


def _paint(picture: Image.Image, modules: drawing.Modules, laid: Layout, dots: int, dpi: int) -> None:
    left, top = _dots(laid.x, dpi), _dots(laid.y, dpi)
    for x, y, width, height in drawing.rectangles(modules):
        picture.paste(1, (left + x * dots, top + y * dots, left + (x + width) * dots, top + (y + height) * dots))


def _write(picture: Image.Image, laid: Layout, dpi: int) -> None:
    """Whole dots for letters too: a label printer has no grey."""
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    for line in laid.lines:
        pen.text((_dots(line.x, dpi), _dots(line.baseline, dpi)), line.text, fill=1, font=_font(_dots(line.size, dpi)), anchor="ls")


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, index=FACE, layout_engine=ImageFont.Layout.BASIC)


def _dots(millimetres: float, dpi: int) -> int:
    return round(millimetres * dpi / advice.INCH)


def _mm(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
