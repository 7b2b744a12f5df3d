"""What whoever prints a code is told before printing: how large it becomes, what a printer makes of it, and who may fail to read it."""

from flask_babel import gettext as _

from public_site import words
from public_site.presenters import number
from qr import advice
from qr.advice import Look


def size(side: int, look: Look) -> str:
    """How large a code of `side` modules is with its quiet zone."""
    sentence: str = _(
        "码 %(side)s × %(side)s 个模块，每个模块 %(module)s 毫米，连同四周空白 %(width)s 毫米见方。",
        side=side, module=number(f"{look.module:.3f}"), width=number(f"{look.module * (side + 2 * look.quiet):.1f}"),
    )  # fmt: skip
    return sentence


def warnings(look: Look) -> list[str]:
    """Who may fail to read it, in words."""
    return [words.of(code) for code in advice.warnings(look)]


def whole_dots(look: Look, dpi: int) -> str:
    """What a printer of `dpi` makes of the module that was asked for."""
    dots = advice.dots(look.module, dpi)
    sentence: str = _("位图按 %(dpi)s dpi 取整：每个模块 %(dots)s 点，即 %(module)s 毫米。", dpi=dpi, dots=dots, module=number(f"{advice.millimetres(dots, dpi):.3f}"))
    return sentence
