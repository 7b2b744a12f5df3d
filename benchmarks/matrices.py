"""Matrices drawn with `qrcode` and nothing else, for processes that load nothing else."""

import qrcode
from qrcode import constants


def draw(texts: list[str]) -> list[int]:
    """Each text's modules a side; the mask is the library's own choice."""
    return [_side(text) for text in texts]


def _side(text: str) -> int:
    code = qrcode.QRCode(error_correction=constants.ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=4)
    code.make(fit=True)
    return len(code.modules)
