"""Is it a real PDF without anything that acts? Run as a child: `python -m registry.uploads.pdf`.

Refused: scripts, actions that start programs or send what a reader typed, embedded files, XFA forms, multimedia
(ISO 32000-2, 12.6 and 12.7), encryption, and files that only a repair can read. Open actions that merely turn to a
page are taken out. A file in which nothing had to be changed is kept byte for byte, so that an electronic seal in it
stays valid; a changed one is written with an identifier made from its content, so that the same upload is one file.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from registry.uploads import Refused, limits

MEDIA_TYPE = "application/pdf"
DEEPEST = 500
_KEYS = {
    "/JS": "pdf_javascript", "/JavaScript": "pdf_javascript",
    "/EmbeddedFile": "pdf_embedded_files", "/EmbeddedFiles": "pdf_embedded_files", "/EF": "pdf_embedded_files",
    "/XFA": "pdf_xfa",
    "/RichMediaContent": "pdf_multimedia", "/RichMediaSettings": "pdf_multimedia", "/3DD": "pdf_multimedia",
}
_ACTIONS = {
    "/JavaScript": "pdf_javascript",
    "/Launch": "pdf_launch", "/SubmitForm": "pdf_launch", "/ImportData": "pdf_launch",
    "/GoToE": "pdf_embedded_files",
    "/Rendition": "pdf_multimedia", "/RichMediaExecute": "pdf_multimedia", "/Movie": "pdf_multimedia", "/Sound": "pdf_multimedia",
}
_KINDS = {
    "/EmbeddedFile": "pdf_embedded_files", "/FileAttachment": "pdf_embedded_files",
    "/RichMedia": "pdf_multimedia", "/Movie": "pdf_multimedia", "/Sound": "pdf_multimedia", "/Screen": "pdf_multimedia", "/3D": "pdf_multimedia",
}
_HARMLESS = ("/GoTo", "/Named", "/GoTo3DView", "/Hide", "/SetOCGState", "/Trans")
"""Actions that stay inside the document; anything else that starts by itself is refused."""


def look(content: bytes) -> tuple[str, bytes | None]:
    """Media type and, when something harmless was taken out, the new content. Raises Refused."""
    if not content.startswith(b"%PDF-"):
        raise Refused("not_a_pdf")
    with _opened(content) as pdf:
        for found in _dictionaries(pdf):
            _refuse_what_acts(found)
        changed = _strip_what_starts_by_itself(pdf)
        if pdf.get_warnings() or not len(pdf.pages):
            raise Refused("pdf_damaged")
        return MEDIA_TYPE, _written(pdf) if changed else None


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Refused("pdf_encrypted") from None
    except (pikepdf.PdfError, ValueError):
        raise Refused("pdf_damaged") from None
    if pdf.is_encrypted:
        raise Refused("pdf_encrypted")
    return pdf


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those inside others included. What is referred to stands in `pdf.objects` itself."""
    waiting: list[tuple[Any, int]] = [(found, 0) for found in pdf.objects]
    waiting += [(pdf.trailer, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            raise Refused("pdf_damaged")
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found
            inside = [found.get(key) for key in found.keys()]  # noqa: SIM118 - pikepdf iterates a stream's dictionary only by keys()
        elif isinstance(found, pikepdf.Array):
            inside = list(found)
        else:
            continue
        waiting += [(each, depth + 1) for each in inside if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _refuse_what_acts(found: Any) -> None:
    for key in found.keys():  # noqa: SIM118 - as above
        if key in _KEYS:
            raise Refused(_KEYS[key])
    for table, key in ((_ACTIONS, "/S"), (_KINDS, "/Type"), (_KINDS, "/Subtype")):
        named = _name(found.get(key))
        if named in table:
            raise Refused(table[named])


def _strip_what_starts_by_itself(pdf: pikepdf.Pdf) -> bool:
    """Take out what runs when the document or a page opens, closes or is touched; True when there was something."""
    changed = False
    for found in _dictionaries(pdf):
        for key in ("/OpenAction", "/AA"):
            if key in found and not isinstance(found.get(key), pikepdf.Stream):  # a glyph may be called AA
                _refuse_unless_harmless(found.get(key))
                del found[key]
                changed = True
    return changed


def _refuse_unless_harmless(action: Any) -> None:
    """A destination (array, name), an action that stays inside the document, or a table of such (AA)."""
    if not isinstance(action, pikepdf.Dictionary):
        return
    events = [action] if "/S" in action else [action.get(key) for key in action.keys()]  # noqa: SIM118 - as above
    for event in events:
        while isinstance(event, pikepdf.Dictionary) and "/S" in event:
            if _name(event.get("/S")) not in _HARMLESS:
                raise Refused("pdf_launch")
            event = _only_successor(event)


def _only_successor(action: Any) -> Any:
    """The next action of a chain; a chain that forks or turns back has no business in an opening document."""
    following = action.get("/Next")
    if isinstance(following, pikepdf.Array) or (following is not None and following.is_indirect):
        raise Refused("pdf_launch")
    return following


def _name(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _written(pdf: pikepdf.Pdf) -> bytes:
    stored = BytesIO()
    pdf.save(stored, deterministic_id=True)
    return stored.getvalue()


def _guarded(content: bytes) -> tuple[str, bytes | None]:
    try:
        return look(content)
    except (pikepdf.PdfError, MemoryError, RecursionError, TypeError, ValueError, AttributeError, KeyError):
        raise Refused("pdf_damaged") from None  # values of a kind that the format does not foresee


if __name__ == "__main__":
    limits.bind()
    limits.answer(_guarded)
