"""A front-runner's title (领跑者) that a nation's or a province's authority gave: a recorded fact with its source, never computed.

国市监标准〔2018〕84号: the list names the enterprise, its standard and the product models in mass production.
"""

from dataclasses import dataclass
from datetime import date

from registry.rules.enterprise import LONGEST_LINE, LONGEST_REASON, is_web_address

KINDS = ("national", "provincial")
FIRST_YEAR, LAST_YEAR = 2018, 2099
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Title:
    """The form. category: the product or service of the list; models: one a line; valid_until: None while no end was set."""

    kind: str
    category: str
    year: str
    issuer: str
    document: str
    source_url: str
    models: str
    valid_from: date | None
    valid_until: date | None = None


def wrong_fields(title: Title) -> dict[str, str]:
    """Field -> code for every field that cannot stand. Days that cannot be read come as None."""
    wrong = {} if title.kind in KINDS else {"kind": "choose_one"}
    for name, longest, code in (("category", LONGEST_LINE, "line_too_long"), ("issuer", LONGEST_LINE, "line_too_long"), ("document", LONGEST_LINE, "line_too_long"), ("models", LONGEST_REASON, "reason_too_long")):
        if not (typed := getattr(title, name).strip()):
            wrong[name] = "required"
        elif len(typed) > longest:
            wrong[name] = code
    if not (title.year.strip().isdecimal() and FIRST_YEAR <= int(title.year) <= LAST_YEAR):
        wrong["year"] = "title_year_wrong" if title.year.strip() else "required"
    if len(title.source_url) > LONGEST_LINE:
        wrong["source_url"] = "line_too_long"
    elif title.source_url.strip() and not is_web_address(title.source_url.strip()):
        wrong["source_url"] = "not_an_address"
    return wrong | _days(title)


def _days(title: Title) -> dict[str, str]:
    wrong = {}
    if title.valid_from is None or title.valid_from > LAST_DAY:
        wrong["valid_from"] = "not_a_date"
    if title.valid_until and title.valid_until > LAST_DAY:
        wrong["valid_until"] = "not_a_date"
    elif title.valid_from and title.valid_until and title.valid_until < title.valid_from:
        wrong["valid_until"] = "title_ends_before"
    return wrong
