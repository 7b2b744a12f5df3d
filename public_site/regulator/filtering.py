"""The filters that lists of waiting matters share: kind, division, since when, decided or not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from flask_babel import LazyString
from flask_babel import gettext as _

from public_site.navigation import address_with
from public_site.presenters import division as division_name

WAITED = (3, 7, 30)
"""Days."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; unreadable values ask for nothing."""

    kind: str
    division_code: str
    days: int
    decided: bool

    def waiting_before(self, now: datetime) -> datetime | None:
        """Submitted before this instant, to have waited that long."""
        return now - timedelta(days=self.days) if self.days else None


def asked(kinds: Collection[str]) -> Filters:
    """The filters of the current address."""
    kind, division, days = (request.args.get(name, "") for name in ("kind", "division", "waiting"))
    readable = division if len(division) == 6 and division.isascii() and division.isdigit() else ""
    return Filters(kind if kind in kinds else "", readable, int(days) if days in map(str, WAITED) else 0, request.args.get("decided") == "yes")


def groups(filters: Filters, kinds: Mapping[str, LazyString], divisions: list[str]) -> list[dict[str, object]]:
    """For lists.filters."""
    found = [
        _group(_("状态"), "decided", "yes" if filters.decided else None, [("", _("待处理")), ("yes", _("已处理"))]),
        _group(_("种类"), "kind", filters.kind, [("", _("全部")), *((kind, str(words)) for kind, words in kinds.items())]),
        _group(_("已等待"), "waiting", str(filters.days or ""), [("", _("不限")), *((str(days), _("超过 %(days)s 天", days=days)) for days in WAITED)]),
    ]
    if len(divisions) > 1 or filters.division_code:
        shown = sorted({*divisions, *filter(None, [filters.division_code])})
        found.append(_group(_("所在地"), "division", filters.division_code, [("", _("全部")), *((code, division_name(code)) for code in shown)]))
    return found


def _group(words: str, name: str, chosen: str | None, options: list[tuple[str, str]]) -> dict[str, object]:
    rows = [{"words": text, "address": address_with(**{name: value or None, "page": None}), "count": None, "chosen": value == (chosen or "")} for value, text in options]
    return {"words": words, "options": rows}
