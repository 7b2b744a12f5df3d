"""What the counters count, read in portions by key: for each kind of subject a few plain statements, and facts as values.

A subject that does not count (a disclosure of an enterprise that nobody verified, a finding that is not public, a claim
that is not confirmed) has no facts.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import calendar
from registry.queries import statistic_statements as statements
from registry.queries.found_statements import OF_ENTERPRISES
from registry.queries.found_statements import VERSIONS as DATES
from registry.rules import rectification
from registry.rules.honour import CONFIRMED
from registry.rules.rectification import Step
from registry.rules.statistic import DisclosureFacts, EnterpriseFacts, Facts, FindingFacts, HonourFacts, Place, ProductFacts, RectificationFacts
from registry.rules.status import StandingFact, VersionDates, Word, derive
from registry.rules.working_days import Calendar


class Gathering:
    """Reads facts inside one transaction, as they are on one legal day."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._look, self._today = session, Look.of(session), today
        self._kinds: Mapping[str, Callable[[Sequence[int]], dict[int, Facts]]] = {
            "enterprise": self._enterprises, "disclosure": self._disclosures, "product": self._products, "finding": self._findings, "rectification": self._rectifications, "honour": self._honours,
        }  # fmt: skip

    def facts(self, kind: str, ids: Sequence[int]) -> dict[int, Facts]:
        """Facts by id, of those of these subjects that count. `kind` of `registry.rules.statistic.SUBJECTS`."""
        return self._kinds[kind](ids)

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar.known(self._session)

    def _enterprises(self, ids: Sequence[int]) -> dict[int, Facts]:
        return {row.id: EnterpriseFacts(_place(row), legal_day(row.verified_at), _day(row.first_at)) for row in statements.ENTERPRISES.all(self._look, ids)}

    def _products(self, ids: Sequence[int]) -> dict[int, Facts]:
        return {row.id: ProductFacts(_place(row), legal_day(row.created_at), row.ended_at is not None) for row in statements.PRODUCTS.all(self._look, ids)}

    def _disclosures(self, ids: Sequence[int]) -> dict[int, Facts]:
        heads = statements.DISCLOSURES.all(self._look, ids)
        amended = [row.id for row in heads if row.sequence > 1]
        dates: defaultdict[int, list[Any]] = defaultdict(list)
        for row in DATES.all(self._look, amended):
            dates[row.disclosure_id].append(row)
        counts = dict(statements.INDICATORS.raw(self._look, [row.version_id for row in heads]))
        words = self._words(heads, dates)
        return {
            row.id: DisclosureFacts(
                _place(row), row.klass, row.subject, legal_day(row.disclosed_at), tuple(sorted(legal_day(each.disclosed_at) for each in dates[row.id])) if row.sequence > 1 else (legal_day(row.changed_at),),
                counts.get(row.version_id, 0), words[row.id],
            )
            for row in heads
        }  # fmt: skip

    def _words(self, heads: Sequence[Any], dates: Mapping[int, Sequence[Any]]) -> dict[int, Word]:
        facts: defaultdict[int, list[tuple[int | None, StandingFact]]] = defaultdict(list)
        for row in OF_ENTERPRISES.all(self._look, sorted({row.enterprise_id for row in heads if row.watched})):
            facts[row.enterprise_id].append((row.disclosure_id, StandingFact.of(row)))
        return {row.id: Word.current if self._simply_in_force(row) else self._word(row, dates.get(row.id, ()), facts[row.enterprise_id]) for row in heads}

    def _simply_in_force(self, row: Any) -> bool:
        """One version whose day has come and has not passed, no ending, nothing recorded: `derive` would say that it is current."""
        begun = row.sequence == 1 and row.in_force_from <= self._today and (row.valid_until is None or self._today <= row.valid_until)
        return begun and not row.watched and row.withdrawn_on is None and row.superseded_on is None

    def _word(self, row: Any, dates: Sequence[Any], facts: Sequence[tuple[int | None, StandingFact]]) -> Word:
        versions = [VersionDates(each.sequence, each.in_force_from, each.valid_until, False, legal_day(each.disclosed_at)) for each in dates]
        only = [VersionDates(row.sequence, row.in_force_from, row.valid_until, False, legal_day(row.changed_at))]
        about = [fact for disclosure_id, fact in facts if disclosure_id in (None, row.id)]
        return derive(self._today, versions or only, withdrawn_on=row.withdrawn_on, superseded_on=row.superseded_on, standings=about).word

    def _findings(self, ids: Sequence[int]) -> dict[int, Facts]:
        return {row.id: self._finding(row, json.loads(row.content)) for row in statements.FINDINGS.all(self._look, ids) if not row.corrected}

    def _finding(self, row: Any, content: Mapping[str, Any]) -> FindingFacts:
        failed = tuple(str(each) for each in content.get("reasons", ()))
        return FindingFacts(_place(row), legal_day(row.concluded_at), row.kind == "recheck", row.verdict, failed, str(content.get("reason") or ""))

    def _rectifications(self, ids: Sequence[int]) -> dict[int, Facts]:
        rows = statements.RECTIFICATIONS.all(self._look, ids)
        steps: defaultdict[int, list[Step]] = defaultdict(list)
        for step in sorted(statements.RECTIFICATION_STEPS.all(self._look, [row.id for row in rows]), key=lambda step: step.id):
            steps[step.rectification_id].append(Step(step.word, step.counts_on, step.days or 0))
        found = {row.id: (row, rectification.state(steps[row.id], row.days, self._calendar, self._today)) for row in rows}
        return {key: RectificationFacts(_place(row), legal_day(row.ordered_at), state.in_time, state.closed) for key, (row, state) in found.items() if state.phase != "cancelled"}

    def _honours(self, ids: Sequence[int]) -> dict[int, Facts]:
        rows = statements.HONOURS.all(self._look, ids)
        return {row.id: HonourFacts(_place(row), row.kind, row.grade, row.place, row.achieved_on) for row in rows if row.word == CONFIRMED}


def _place(row: Any) -> Place:
    return Place(row.division_code, row.industry_code or "")


def _day(at: datetime | None) -> date | None:
    return legal_day(at) if at else None
