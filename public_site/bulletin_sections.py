"""The figures of a bulletin in words and in the order of published ones; the page, the draft, the PDF and the sheet say the same."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from public_site.words import statistics as words
from registry.rules.bulletin import DISCLOSED
from registry.rules.statistic import FAULTS, REASONS, VERDICTS

Line = tuple[str, int, str]
"""What is counted, how many, and in per cent of what its section says ("" where nothing is said)."""
Section = tuple[str, str, list[Line]]
"""Heading, what the percentages refer to, lines."""


def sections(figures: Mapping[str, Any]) -> list[Section]:
    """`figures`: the document of `registry.rules.bulletin.content`."""
    sample, orders = figures["sample"], figures["rectifications"]
    return [
        (_("公开情况"), "", [(_disclosed(name), figures["disclosed"][name], "") for name in DISCLOSED]),
        (_("抽查 %(drawn)s 项，评价 %(evaluated)s 项", drawn=f"{sample['drawn']:,}", evaluated=f"{sample['evaluated']:,}"), _("占已评价"), [_line(str(words.VERDICTS[each]), figures["verdicts"][each]) for each in VERDICTS]),
        (_("抽查后不再评价"), _("占抽查"), [_line(words.measure(f"checks.{each}"), sample[each]) for each in REASONS]),
        (_("发现的问题"), _("占抽查"), [_line(str(words.FAULTS[each]), figures["faults"][each]) for each in FAULTS]),
        (_("责令限期改正 %(ordered)s 件", ordered=f"{orders['ordered']:,}"), _("占已知结果"), [
            *(_line(words.measure(f"rectifications.{each}"), orders[each]) for each in ("on_time", "late")), (words.measure("rectifications.open"), orders["open"], ""),
        ]),
    ]  # fmt: skip


def _disclosed(name: str) -> str:
    """Within one year an enterprise counts when it disclosed for the first time."""
    return _("首次公开标准的企业") if name == "enterprises.disclosing" else words.measure(name)


def _line(name: str, part: Mapping[str, Any]) -> Line:
    return name, part["count"], part["per_cent"]
