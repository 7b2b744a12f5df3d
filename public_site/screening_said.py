"""Remarks of looking again as sentences in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from public_site import words as all_words
from public_site.pages.headlines import Notice
from public_site.presenters import day as in_words
from public_site.presenters import standard_number, title_marks
from public_site.words import regulator
from public_site.words import screening as words
from public_site.words.self_check import ARTICLES
from registry.queries.public_screening import Overdue
from registry.rules.screening import KINDS


def sentence(remark: Mapping[str, Any]) -> str:
    """A stored remark, or a matter's code and facts, with what it rests on."""
    code, facts = remark["code"], dict(remark["facts"])
    if code not in KINDS or code.startswith("below_"):
        article = ARTICLES.get(facts.get("article", ""), "")
        said = all_words.of(code, **(facts | {"number": standard_number(facts["number"])} if "number" in facts else facts))
        return _("%(said)s。%(article)s", said=said, article=article) if article else said
    told = date.fromisoformat(facts.get("since") or facts["day"]) if facts.get("since") or facts.get("day") else None
    shown = {"day": in_words(told), "since": str(words.SINCE) % {"day": in_words(told)} if told else "", "basis": _basis(facts)}
    shown |= {"title": title_marks(facts["title"]) if facts.get("title") else "", **{name: standard_number(facts[name]) for name in ("number", "successor") if facts.get(name)}}
    return all_words.of(f"screening.{code}", **(facts | shown))


def _basis(facts: Mapping[str, str]) -> str:
    if facts.get("confirmed"):
        return str(words.BASIS["confirmed"])
    return str(words.BASIS["sources"]) % {"count": facts.get("sources", "")}


def notices(overdue: Sequence[Overdue]) -> list[Notice]:
    """The sentences beside a page's first line."""
    return [Notice("past", notice(each)) for each in overdue]


def facts(overdue: Sequence[Overdue]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [{"code": each.code, "number": each.facts.get("number"), "due_on": each.due_on} for each in overdue]


def notice(matter: Overdue) -> str:
    """What the public page says: neutral, with the day that passed."""
    facts, due = matter.facts, in_words(matter.due_on)
    said = str(words.NOTICES.get(matter.code, words.NOTICES[""]))
    numbers = {name: standard_number(str(facts.get(name, ""))) for name in ("number", "successor")}
    return said % {"due": due, "item": regulator.CODES.get(str(facts.get("item", "")), _("公开的内容")), **numbers}

