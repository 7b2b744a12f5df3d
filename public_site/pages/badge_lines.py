"""Stars, places, candidates and titles as a reader meets them: words beside each sign, who says it, and what has changed since.

A candidate is never called a front-runner: that title is given, not computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from public_site import presenters
from public_site.i18n import language
from public_site.pages.machine import address
from public_site.words import badges as words
from public_site.words import front_runners as runner_words
from registry.queries.badges import Badges, Place, Runner

MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """stars: signs; stars_said: the same in words. board: year and category. region: "" where all take part. standing: level and place. doubts: what is no longer as judged."""

    number: str
    stars: str
    stars_said: str
    board: str
    region: str
    address: str
    standing: str
    issuer: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunnerShown:
    """name: 领跑候选 or the title. voice: who says it. about: year and category. state: word and tone. reasons: of a suspension or end."""

    number: str
    name: str
    voice: str
    about: str
    address: str
    state: str
    tone: str
    reasons: tuple[str, ...]
    models: tuple[str, ...]
    source: str
    source_url: str
    until: str


@dataclass(frozen=True, slots=True)
class BadgesShown:
    places: tuple[PlaceShown, ...]
    runners: tuple[RunnerShown, ...]


def shown(badges: Badges) -> BadgesShown | None:
    """In the language of this answer; None where there is nothing to show."""
    return BadgesShown(tuple(map(place, badges.places)), runners(badges.runners)) if badges else None


def runners(several: Sequence[Runner]) -> tuple[RunnerShown, ...]:
    """Candidates and titles, over ones too."""
    return tuple(map(_runner, several))


def place(each: Place) -> PlaceShown:
    """One entry of a board."""
    told = _("%(level)s，第 %(place)s 名（共 %(graded)s 项）", level=words.LEVELS[each.level], place=each.place, graded=presenters.count(each.graded))
    doubts = [words.CHANGED] if each.changed else []
    return PlaceShown(
        each.number, stars(each.stars), stars_said(each.stars), board(each), presenters.division(each.division_code) if each.division_code else "", each.address, told, each.issuer, tuple(map(str, doubts + ([] if each.in_force else [words.OVER]))),
    )  # fmt: skip


def stars(count: int) -> str:
    """★★★★☆"""
    return "★" * count + "☆" * (MOST_STARS - count)


def stars_said(count: int) -> str:
    """4 stars of 5."""
    return _("%(count)s 星，满分 5 星", count=count)


def board(each: Place) -> str:
    """2026 输送带"""
    return f"{each.year} {each.category_name_en if language() == 'en' else each.category_name}"


def _runner(each: Runner) -> RunnerShown:
    state = each.standing.state
    return RunnerShown(
        each.number, str(runner_words.KINDS[each.kind]), "granted" if each.titled else "assessed", f"{each.year} {each.category}", f"/rankings/{each.ranking}/entries/{each.disclosure}" if each.ranking else "",
        str(runner_words.STATES[state]), runner_words.TONES[state], tuple(str(runner_words.REASONS.get(reason, reason)) for reason in each.standing.reasons), each.models,
        " · ".join(part for part in (each.issuer, each.document) if part), each.source_url or "", presenters.day(each.valid_until),
    )  # fmt: skip


def facts(badges: Badges) -> dict[str, Any]:
    """The same for programs: two lists, empty where there is nothing."""
    return {"rankings": [_place_facts(each) for each in badges.places], "front_runners": [_runner_facts(each) for each in badges.runners]}


def _place_facts(each: Place) -> dict[str, Any]:
    return {
        "title": each.title, "issuer": each.issuer, "category": {"code": each.category, "name": each.category_name, "name_en": each.category_name_en}, "year": each.year, "division_code": each.division_code,
        "as_of": each.as_of, "number": each.number, "place": each.place, "of": each.graded, "level": each.level, "stars": each.stars, "judged_version_is_newest": not each.changed, "in_force": each.in_force,
        "url": address(f"/rankings/{each.ranking}.json"), "entry": address(each.address),
    }  # fmt: skip


def _runner_facts(each: Runner) -> dict[str, Any]:
    return {
        "kind": each.kind, "state": each.standing.state, "reasons": list(each.standing.reasons), "category": each.category, "year": each.year, "number": each.number, "models": list(each.models),
        "issuer": each.issuer, "document": each.document, "source_url": each.source_url, "valid_from": each.valid_from, "valid_until": each.valid_until,
        "ranking": address(f"/rankings/{each.ranking}.json") if each.ranking else None,
    }  # fmt: skip
