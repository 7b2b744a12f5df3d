"""Looking again at what was disclosed, and asking enterprises to mend what is seen by a day.

A disclosure that changed is looked at whole; where only the catalogue changed, what it says about standards is written
anew for many at once. A task says "look again", so doing one twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from registry import audit
from registry.actions import desk_tasks, messages, screening_matters
from registry.actions.desk_tasks import Task
from registry.actions.screening_matters import Asking, Said
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import first_instant, legal_day
from registry.models import DeskTask, Likeness, Screening, ScreeningMatter
from registry.queries import desk_tasks as task_queries
from registry.queries import enterprises, screening_whole
from registry.queries import screening as queries
from registry.queries.screening import Head
from registry.queries.screening_whole import Seen
from registry.rules import jump, likeness, names, permission, screening, screening_references
from registry.rules.permission import Actor, Scope
from registry.rules.screening import Remark

ALONE = (task_queries.REFERRING, screening_matters.TELL)
"""Kinds of tasks that mean something to screening alone."""
EXCUSED = "screening.excused"
LONGEST_WORDS = 300
_AT_ONCE = 100
"""Disclosures whose documents are in memory together."""
_MOST_SAID = 3
"""Other disclosures that one remark of likeness may name."""


def follow(session: Session, tasks: Iterable[Task], *, now: datetime, days: int, text_required: bool = False) -> None:
    """Look again at what these tasks name. days: working days to mend; text_required: whether a text must be handed in."""
    by_kind: dict[str, list[int]] = {}
    for kind, subject_id in tasks:
        by_kind.setdefault(kind, []).append(subject_id)
    asking = Asking(session, now, days)
    whole = set(by_kind.get("disclosure", ()))
    if referring := [each for each in by_kind.get(task_queries.REFERRING, ()) if each not in whole]:
        whole |= _refer(session, referring, asking)
    ordered = sorted(whole)
    for start in range(0, len(ordered), _AT_ONCE):
        _look(session, ordered[start : start + _AT_ONCE], asking, text_required)
    asking.queue()
    if told := by_kind.get(screening_matters.TELL):
        screening_matters.tell(session, told, now)


def _refer(session: Session, disclosure_ids: Sequence[int], asking: Asking) -> set[int]:
    """Write what they say about standards anew; those that have to be looked at whole."""
    today = legal_day(asking.now)
    heads = queries.heads(session, disclosure_ids, screening.EDITION)
    named = queries.named(session, heads, today)
    known = queries.known(session, {one.key for some in named.values() for one in some}, today)
    changed, said = [], []
    for head in heads:
        pairs = [(one, known[one.key]) for one in named[head.disclosure_id] if one.key in known]
        referring = list(screening_references.remarks(pairs, today)) if pairs else []
        own = [screening.read(each) for each in head.own] if head.own else []
        if (row := _referring_row(head, own, referring, asking.now)) is not None:
            changed.append(row)
        said.append((head.disclosure_id, head.enterprise_id, [*own, *referring]))
    if changed:
        session.execute(_REFERRING, changed)
    asking.ask(said)
    return set(disclosure_ids) - {each.disclosure_id for each in heads}


_TABLE = Screening.__table__
_REFERRING = (
    update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.disclosure_id == bindparam("looked"))
    .values(referring=bindparam("said"), risk=bindparam("weight"), looked_at=bindparam("at"))
)


def _referring_row(head: Head, own: Iterable[Remark], referring: Sequence[Remark], now: datetime) -> dict[str, Any] | None:
    """The row, None where the same is said as before."""
    stored = [each.stored() for each in screening.ordered(referring)]
    return None if stored == head.referring else {"looked": head.disclosure_id, "said": stored, "weight": screening.risk(own, referring), "at": now}


def _look(session: Session, disclosure_ids: Sequence[int], asking: Asking, text_required: bool) -> None:
    """Look at disclosures whole, in their order, and forget those that have ended."""
    today = legal_day(asking.now)
    seen, before = screening_whole.seen(session, disclosure_ids, today), queries.of_disclosures(session, disclosure_ids)
    _forget(session, [each for each in disclosure_ids if each not in seen], before, asking)
    standing = [seen[each] for each in disclosure_ids if each in seen]
    referring, said = _referring(session, standing, today), dict[bool, list[Said]]({False: [], True: []})
    for found in standing:
        row = before.get(found.disclosure.id) or Screening(disclosure_id=found.disclosure.id)
        amended = row.version_id not in (None, found.version.id)
        own, named = _own(session, found, today, text_required, asking.now), referring[found.disclosure.id]
        _keep(row, found, own, named, asking.now)
        before[found.disclosure.id] = row
        said[amended].append((found.disclosure.id, found.enterprise.id, [*own, *named]))
    session.add_all(before[found.disclosure.id] for found in standing)
    session.flush()
    for amended, some in said.items():
        if some:
            asking.ask(some, gone="amended" if amended else "gone")


def _forget(session: Session, disclosure_ids: Sequence[int], before: Mapping[int, Screening], asking: Asking) -> None:
    if not disclosure_ids:
        return
    kept = screening_whole.bands(session, disclosure_ids)
    for each in disclosure_ids:
        _compared(session, each, kept.get(each, {}), {}, asking.now)
        if each in before:
            session.delete(before[each])
    session.flush()
    asking.end(disclosure_ids)


def _keep(row: Screening, found: Seen, own: list[Remark], referring: list[Remark], now: datetime) -> None:
    row.version_id, row.enterprise_id, row.division_code = found.version.id, found.enterprise.id, found.enterprise.division_code
    row.own, row.referring = ([each.stored() for each in screening.ordered(some)] for some in (own, referring))
    row.risk, row.rules, row.looked_at = screening.risk(own, referring), screening.EDITION, now


def _own(session: Session, found: Seen, today: date, text_required: bool, now: datetime) -> list[Remark]:
    since = found.without_product_since
    _look_when(session, found.disclosure.id, screening.year_over(since, today), now)
    return [
        *screening.of_self_check(screening_whole.checked(session, found, today, text_required=text_required), legal_day(found.version.disclosed_at)),
        *screening.renamed(found.document["enterprise"]["name"], found.enterprise.name),
        *screening.without_product(since, today),
        *_alike(session, found, now),
        *(jump.remarks(found.before["indicators"], found.document["indicators"]) if found.before else ()),
    ]


def _look_when(session: Session, disclosure_id: int, day: date | None, now: datetime) -> None:
    """Look again when a day to come begins, once."""
    if day is None:
        return
    at = max(now, first_instant(day))
    if not task_queries.expected(session, "disclosure", [disclosure_id], [at]):
        session.execute(insert(DeskTask), [{"kind": "disclosure", "subject_id": disclosure_id, "not_before": at}])


def _referring(session: Session, seen: Sequence[Seen], today: date) -> dict[int, list[Remark]]:
    """By disclosure, what it says about standards of the catalogue."""
    if not seen:
        return {}
    heads = [Head(each.disclosure.id, each.version.id, each.disclosure.number, each.disclosure.compact_key, each.disclosure.basis) for each in seen]
    named = queries.named(session, heads, today)
    known = queries.known(session, {one.key for some in named.values() for one in some}, today)
    return {each: list(screening_references.remarks(((one, known[one.key]) for one in some if one.key in known), today)) for each, some in named.items()}


def _alike(session: Session, found: Seen, now: datetime) -> list[Remark]:
    """Compared word by word with those that share a band; whoever is alike is looked at again where this one's text is new."""
    head, firm = found.disclosure, found.enterprise
    if not found.own_text:
        _compared(session, head.id, found.bands, {}, now)
        return []
    mine = likeness.text(head.public_id, head.number, head.compact_key, firm.name, firm.credit_code, found.text_sha256, found.document)
    candidates = _compared(session, head.id, found.bands, likeness.bands(mine.pieces, found.text_sha256), now)
    others = (
        likeness.text(each.public_id, each.number, each.compact_key, each.enterprise, each.credit_code, each.text_sha256, each.document)
        for each in screening_whole.others(session, candidates)
    )
    return list(likeness.remarks(mine, others))[:_MOST_SAID]


def _compared(session: Session, disclosure_id: int, kept: Mapping[int, int], wanted: Mapping[int, int], now: datetime) -> list[int]:
    """Keep the bands; the disclosures that share one. Where bands change, those that shared or share one are looked at again."""
    sharing = screening_whole.sharing(session, disclosure_id, wanted)
    if kept == dict(wanted):
        return sharing
    reached = {*sharing, *screening_whole.sharing(session, disclosure_id, kept)}
    if kept:
        session.execute(delete(Likeness).where(Likeness.disclosure_id == disclosure_id).execution_options(synchronize_session=False))
    if wanted:
        session.execute(insert(Likeness), [{"disclosure_id": disclosure_id, "place": place, "band": band} for place, band in sorted(wanted.items())])
    if reached:
        session.execute(insert(DeskTask), [{"kind": "disclosure", "subject_id": each, "not_before": now} for each in sorted(reached)])
    return sharing


def excuse(session: Session, *, actor: Actor, matter_id: int, words: str, now: datetime) -> ScreeningMatter:
    """A bureau takes a matter back, with words that the enterprise reads. It is not asked again while the same is seen.

    Raises NotFound outside the territory, Conflict("matter_settled"), Invalid(words: required, too_long).
    """
    found = queries.matter(session, matter_id)
    if found is None:
        raise NotFound("not_found")
    matter, disclosure, enterprise = found
    permission.require(actor, "matter.excuse", Scope(division_code=enterprise.division_code))
    said = names.storable(words)
    if not said or len(said) > LONGEST_WORDS:
        raise Invalid({"words": "too_long" if said else "required"}, longest=LONGEST_WORDS)
    if matter.settled_at is not None:
        raise Conflict("matter_settled")
    matter.settled_at, matter.settled_by, matter.facts = now, "excused", dict(matter.facts) | {"words": said}
    audit.record(session, actor, "matter.excuse", matter, at=now, enterprise_id=enterprise.id, public_id=disclosure.public_id, code=matter.code)
    facts = {"number": disclosure.number, "words": said, "enterprise": enterprise.name}
    messages.tell(session, enterprises.account_ids(session, enterprise.id), EXCUSED, facts, screening_matters.room(enterprise), now)
    return matter


def rescreen(session: Session, *, actor: Actor, now: datetime) -> None:
    """Queue everything for a whole look, as a change of the rules does."""
    permission.require(actor, "screening.follow")
    desk_tasks.look_at_everything(session, now=now)
    audit.record(session, actor, "screening.rescreen", None, at=now, edition=screening.EDITION)


def catch_up(session: Session, *, now: datetime) -> bool:
    """Queue everything when the rules have changed since it was looked at; whether they had."""
    behind = queries.outdated(session, screening.EDITION) and not task_queries.queued(session, "rules")
    if behind:
        desk_tasks.look_at_everything(session, now=now)
    return behind

