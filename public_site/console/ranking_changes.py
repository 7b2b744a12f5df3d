"""What a scheme makes of a standard and what would lift it, in the words that the owner's desk shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from public_site.i18n import language
from public_site.pages import badge_lines, ranking_heads, ranking_words
from public_site.words import improvement as words
from public_site.words import rankings_public as ranking_said
from registry.queries.improvement import Aim
from registry.rules.betterment import Change, Plan
from registry.rules.content import Line
from registry.rules.indicator import Operator, display
from registry.rules.judged import Judged
from registry.rules.thresholds import Ask

CELLS = ("concept", "operator", "low", "high", "unit", "grade", "text", "condition")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One promise to better. now: what is promised, or why nothing counts. wanted: the threshold. behind: the difference, "" where it is not known."""

    name: str
    condition: str
    now: str
    wanted: str
    behind: str
    level: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A level and how to reach it; `first`: what values cannot mend."""

    level: str
    stars: str
    stars_said: str
    first: tuple[str, ...]
    changes: tuple[ChangeShown, ...]
    possible: bool


@dataclass(frozen=True, slots=True)
class JudgedShown:
    """level: word, "" where it is not graded; reasons: why."""

    level: str
    stars: str
    stars_said: str
    points: str
    reasons: tuple[str, ...]
    plans: tuple[PlanShown, ...]


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the form: what it is called, its unit, and what may be chosen."""

    place: int
    name: str
    kind: str
    operators: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]
    asked: str


def titled(aim: Aim) -> str:
    """The scheme's title in the reader's language."""
    return aim.scheme.title_en if language() == "en" and aim.scheme.title_en else aim.title


def shown(aim: Aim, judged: Judged, plans: Sequence[Plan]) -> JudgedShown:
    """The judgement, and for each better level what is missing and what failed before what is merely behind."""
    grade = str(ranking_said.GRADES[judged.level]) if judged.level else ""
    told = tuple(dict.fromkeys(ranking_words.sentence(aim, reason) for reason in judged.reasons))
    return JudgedShown(grade, badge_lines.stars(judged.stars or 0), badge_lines.stars_said(judged.stars or 0), judged.points, told, tuple(_plan(aim, each) for each in plans))


def _plan(aim: Aim, plan: Plan) -> PlanShown:
    stars = aim.ready.stars[plan.level - 1]
    changes = sorted(plan.changes, key=lambda each: each.reading.level or -1 if each.reading.level is not None else -2)
    first = tuple(dict.fromkeys(ranking_words.sentence(aim, reason) for reason in plan.first))
    return PlanShown(str(ranking_said.GRADES[plan.level]), badge_lines.stars(stars), badge_lines.stars_said(stars), first, tuple(_change(aim, each) for each in changes), plan.possible)


def _change(aim: Aim, change: Change) -> ChangeShown:
    spoken, reading = language(), change.reading
    unit = aim.ready.cores[change.place].unit
    now = ranking_heads.as_read(reading, spoken) if reading.level is not None else str(ranking_said.WHY.get(reading.reason, reading.reason))
    if reading.from_standard:
        now = _("%(value)s（取自 %(number)s）", value=now, number=reading.from_standard)
    behind = ranking_words.short({**change.behind.facts(), "unit": unit}).removeprefix(_("，%(parts)s", parts=""))
    return ChangeShown(
        ranking_heads.concept(aim, change.concept, spoken), ranking_heads.condition(aim, change.concept, reading.condition) if reading.condition else "", now,
        display(change.wanted, spoken), behind, str(ranking_said.LEVELS[change.level]),
    )  # fmt: skip


def rows(aim: Aim, lines: Sequence[Line]) -> list[RowShown]:
    """The rows of the form for these lines."""
    kinds: Mapping[str, tuple[str, Ask]] = {ask.concept: (kind, ask) for kind in ("innovations", "basics", "cores") for ask in getattr(aim.ready, kind)}
    return [_row(aim, place, line, *kinds[line.concept]) for place, line in enumerate(lines)]


def _row(aim: Aim, place: int, line: Line, kind: str, ask: Ask) -> RowShown:
    concept = aim.concepts[line.concept]
    conditions = tuple((code, ranking_heads.condition(aim, line.concept, code) or str(words.NO_CONDITION)) for code in dict.fromkeys(("", *concept.conditions)))
    first = {name: level for level, name in ((1, words.STEPS[1]), (2, words.STEPS[2]), (3, words.STEPS[3]))}
    named = line.condition if line.condition in ask.cases else ask.first
    asked = _("；").join(f"{word} {text}" for word, level in first.items() if (text := ranking_heads.threshold(ask, named, level, language()))) if kind != "basics" else _asked(ask)
    graded = ask.operator is Operator.GRADE
    return RowShown(
        place, ranking_heads.concept(aim, line.concept, language()), str(words.KINDS[kind]), tuple((code, str(word)) for code, word in ranking_said.OPERATORS.items()) if not graded else (),
        conditions if len(conditions) > 1 else (), tuple((each, each) for each in ask.grades) if graded else (), asked,
    )  # fmt: skip


def _asked(ask: Ask) -> str:
    asked = ask.cases[ask.first][0]
    return display(asked, language()) if asked else ""
