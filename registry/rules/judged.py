"""What goes into a judgement by a scheme, and what comes out of it: values that rankings keep, pages show and anybody recomputes.

Both sides have one JSON form; the hash of the inputs is taken over its canonical text (RFC 8785).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.rules.content import Line
from registry.rules.self_check_world import Floor


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommended standard that the disclosure declares to follow, with what it asks for."""

    number: str
    floors: tuple[Floor, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that is looked at of one disclosure. gates: those of `scheme.GATES` that it fails. claims: requirement to asserted, confirmed or refused."""

    lines: tuple[Line, ...]
    gates: tuple[str, ...] = ()
    claims: Mapping[str, str] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level came out, or none did. `code` is put into words by the pages; facts are texts."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One core or innovative indicator as it was read.

    place: of the indicator in the scheme. condition: of the case that was used. line: place of the declared row, -1 where a
    standard's floor was taken. from_standard: number of that standard, "" for a declared value. operator, low, high, unit,
    grade: as read. in_unit_low, in_unit_high: the same in the scheme's unit, as exact fractions `n/d` or decimals, "" where
    there is none. level: 1, 2, 3, 0 below base; None when nothing could be read, and `reason` says why.
    """

    place: int
    condition: str = ""
    line: int = -1
    from_standard: str = ""
    operator: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    in_unit_low: str = ""
    in_unit_high: str = ""
    level: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a scheme makes of a disclosure.

    level: 1, 2, 3, or None when it is not graded. points: share of 0 to 100 as a decimal, "" where the method has none.
    reasons: why, the decisive one first. readings: one for each core indicator in the scheme's order (the worst where several
    rows answer one), then innovations apart. basics: for each basic indicator met, failed, missing or unreadable.
    requirements: code to asserted, confirmed, refused or missing. alerts: codes that do not bear on the level, such as
    below_base.
    """

    level: int | None
    stars: int | None
    points: str
    reasons: tuple[Reason, ...]
    readings: tuple[Reading, ...]
    innovations: tuple[Reading, ...] = ()
    basics: tuple[str, ...] = ()
    requirements: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON values; `from_json` reads them back."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Judged":
        """What `to_json` gave."""
        return cls(
            level=kept["level"],
            stars=kept["stars"],
            points=kept["points"],
            reasons=tuple(Reason(**each) for each in kept["reasons"]),
            readings=tuple(Reading(**each) for each in kept["readings"]),
            innovations=tuple(Reading(**each) for each in kept["innovations"]),
            basics=tuple(kept["basics"]),
            requirements=dict(kept["requirements"]),
            alerts=tuple(Reason(**each) for each in kept["alerts"]),
        )
