"""Why a level came out, or none did, in the reader's language."""

from collections.abc import Mapping

from flask_babel import gettext as _

from public_site.i18n import language
from public_site.pages.ranking_heads import concept
from public_site.presenters import THIN_SPACE
from public_site.words import rankings_public as words
from registry.queries.public_rankings import Frozen
from registry.rules.judged import Reason


def sentence(frozen: Frozen, reason: Reason) -> str:
    """The reason as one sentence; its code where nobody has words for it."""
    pattern = words.REASONS.get(reason.code)
    if pattern is None:
        return reason.code
    facts = dict(reason.facts)
    facts["concept"] = concept(frozen, facts.get("concept", ""), language())
    facts["requirement"] = requirement(frozen, facts.get("requirement", ""))
    facts["why"] = str(words.WHY.get(facts.get("why", ""), facts.get("why", "")))
    level = facts.get("level", "")
    known = int(level) if level.isdecimal() else None
    facts |= {"short": short(facts), "reached": str(words.LEVELS[known]), "grade": str(words.GRADES.get(known or 0, level))}
    return str(pattern) % _Absent(facts)


def requirement(frozen: Frozen, code: str) -> str:
    """A basic requirement with its text."""
    found = next((each for each in frozen.scheme.requirements if each.code == code), None)
    text = (found.text_en if language() == "en" and found.text_en else found.text) if found else ""
    return f"{code} {text}".strip()


def short(facts: Mapping[str, str]) -> str:
    """How much is missing, in the scheme's unit, as the end of a sentence; "" where it is not known."""
    unit = f"{THIN_SPACE}{facts['unit']}" if facts.get("unit") else ""
    parts = []
    if low := facts.get("short_low"):
        parts.append(_("差 %(much)s", much=f"{_figure(low)}{unit}"))
    if high := facts.get("short_high"):
        parts.append(_("超出 %(much)s", much=f"{_figure(high)}{unit}"))
    if steps := facts.get("short_steps"):
        parts.append(_("差 %(steps)s 个等级", steps=steps))
    if facts.get("beyond"):
        parts.append(_("正好等于也不算"))
    return _("，%(parts)s", parts=_("，").join(parts)) if parts else ""


def _figure(exact: str) -> str:
    """A fraction n/d that no decimal ends in, to six digits."""
    if "/" not in exact:
        return exact
    above, _stroke, below = exact.partition("/")
    return f"≈{int(above) / int(below):.6g}"


class _Absent(dict[str, str]):
    """Facts that a reason does not have are empty."""

    def __missing__(self, name: str) -> str:
        return ""
