"""Filters of public lists: what a reader chose, as chips and as links that choose otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app, request

from public_site.navigation import address_with
from registry.reference import divisions, industries

CODE_AT_MOST = 64


@dataclass(slots=True)
class Filters:
    """Groups for the filters component, and chips for what is chosen."""

    groups: list[dict[str, object]] = field(default_factory=list)
    chips: list[tuple[str, str]] = field(default_factory=list)

    def choose(self, name: str, words: str, options: Iterable[tuple[str, object]], chosen: str) -> None:
        """A group of links; `options` are values with their words."""
        shown = [{"words": str(label), "address": address_with(**{name: None if value == chosen else value, "page": None}), "count": None, "chosen": value == chosen} for value, label in options]
        if shown:
            self.groups.append({"words": words, "options": shown})
        for value, label in options:
            if value == chosen:
                self.chip(name, str(label))

    def chip(self, name: str, words: str) -> None:
        """Something chosen, with the address of this page without it."""
        self.chips.append((words, address_with(**{name: None, "page": None})))


def asked(name: str, allowed: Mapping[str, object]) -> str:
    """?name= when it is one of `allowed`, else ""."""
    value = request.args.get(name, "")
    return value if value in allowed else ""


def asked_text() -> str:
    return request.args.get("q", "").strip()[:200]


def asked_division() -> str:
    """?division= when it is a code of today or before, else ""."""
    code = request.args.get("division", "")[:CODE_AT_MOST]
    return code if divisions.find(code) else ""


def asked_section() -> str:
    """?industry= when it is a section (GB/T 4754), else ""."""
    code = request.args.get("industry", "")[:CODE_AT_MOST]
    found = industries.find(code)
    return code if found and found.level == "section" else ""


def division_options(chosen: str) -> list[tuple[str, str]]:
    """The way down to what is chosen, and what lies right below it; at first what lies under the operator's province."""
    way = divisions.path(chosen) if chosen else ()
    start = chosen or current_app.extensions["settings"].operator_division
    below = divisions.children(chosen or None) if chosen or not start else divisions.path(start)
    return [(each.code, each.name) for each in (*way, *below) if not each.historic]


def filled_division_options(chosen: str, filled: Sequence[str]) -> list[tuple[str, str]]:
    """As `division_options`, but of what lies below only divisions that hold one of `filled`; at first the operator's own and every province."""
    way = divisions.path(chosen) if chosen else ()
    below = divisions.children(chosen) if chosen else (*divisions.path(current_app.extensions["settings"].operator_division), *divisions.children())
    found = [each for each in below if any(divisions.covers(each.code, code) for code in filled)]
    return list(dict.fromkeys((each.code, each.name) for each in (*way, *found) if not each.historic))


def section_options() -> list[tuple[str, str]]:
    return [(each.code, f"{each.code} {each.name}") for each in industries.children()]
