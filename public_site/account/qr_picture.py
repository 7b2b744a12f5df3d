"""The picture that a telephone's authenticator scans: one black path on white, in any colour scheme, without a style."""

from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


def qr_picture(text: str, words: str) -> Markup:
    """An SVG element with the quiet zone that ISO/IEC 18004 asks for; `words` say what it is to who cannot see it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{column} {row}h1v1h-1z" for row, dots in enumerate(rows) for column, dark in enumerate(dots) if dark)
    return Markup(
        '<svg role="img" aria-label="{words}" width="240" height="240" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        '<rect width="{side}" height="{side}" fill="white"/><path d="{path}" fill="black"/></svg>'
    ).format(words=words, side=len(rows), path=path)
