"""Rankings: compile, look, publish, discard (国市监标准〔2018〕84号: 公开, then 排行, then 领跑).

A draft may be thrown away; what is published, triggers keep as it is. Compiling reads without holding up anybody who
writes, and writes in portions: `begin`, `add`, `seal`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry import audit, jobs, ledger, outbox, sweeping
from registry.actions import candidates, messages
from registry.actions.ranking_beside import Beside
from registry.actions.ranking_compiling import Compiled, EntryRow, PageRow, Progress, compile_field
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import AssessmentBody, EvaluationScheme, Job, Ranking, RankingEntry, RankingListPage, SchemeVersion
from registry.plain import Insertion
from registry.queries import enterprises, schemes
from registry.queries import rankings as queries
from registry.queries.rankings import Publishing
from registry.rules import permission, public_id
from registry.rules.permission import Actor
from registry.rules.scheme import Scheme

COMPILE, TELL = "ranking.compile", "ranking.tell"
MOST_TRIED = 2_000
"""A trial looks at so many disclosures: somebody waits for it."""
AT_ONCE = 2_000
"""Rows of one statement."""
TOLD_AT_ONCE = 200
_INTO = {rows: Insertion(model.__tablename__, ("ranking_id", *rows._fields)) for rows, model in ((EntryRow, RankingEntry), (PageRow, RankingListPage))}


def trial(session: Session, *, actor: Actor, scheme_id: int, today: date) -> Compiled:
    """What the scheme's draft would make of today's disclosures; writes nothing. Raises Invalid with every wrong field of the draft."""
    of = schemes.get(session, scheme_id)
    permission.require(actor, "ranking.compile", schemes.scope(of))
    draft = Scheme.from_json(of.draft)
    if wrong := schemes.problems(session, draft):
        raise Invalid(wrong)
    return compile_field(session, of, draft, today, most=MOST_TRIED)


def order(session: Session, *, actor: Actor, scheme_id: int, now: datetime) -> Job:
    """Have the newest version of a scheme compiled by the worker. A second order while one waits is the same one.

    Raises NotFound("scheme_unpublished"), Conflict("admission_ended").
    """
    of = schemes.get(session, scheme_id)
    permission.require(actor, "ranking.compile", schemes.scope(of))
    version = queries.latest_version(session, of)
    _admitted(session, of)
    if (waiting := queries.compiling(session, COMPILE, of.id)) is not None:
        return waiting
    job = jobs.enqueue(session, COMPILE, {"scheme_id": of.id, "account_id": actor.account_id}, now=now)
    audit.record(session, actor, "ranking.ordered", version, at=now, bureau_id=of.bureau_id, scheme=of.public_id)
    return job


def compile_ranking(session: Session, *, actor: Actor, scheme_id: int, now: datetime, random: Callable[[int], int], progress: Progress | None = None) -> Ranking:
    """A draft by the newest version of the scheme, in one transaction; of a large category the worker makes it in several.

    Raises NotFound("scheme_unpublished"), Conflict("admission_ended").
    """
    version_id, compiled = read(session, actor=actor, scheme_id=scheme_id, today=legal_day(now), progress=progress)
    row = begin(session, actor=actor, version_id=version_id, compiled=compiled, now=now, random=random)
    for rows in portions(compiled):
        add(session, row.id, rows)
    return seal(session, actor=actor, ranking_id=row.id, compiled=compiled, now=now)


def read(session: Session, *, actor: Actor, scheme_id: int, today: date, progress: Progress | None = None, beside: Beside | None = None) -> tuple[int, Compiled]:
    """The newest version's id, and what it makes of the disclosures of a legal day; nothing is written, so a reading session will do.

    beside: leave to judge in a second process too, for a session in which nothing was written.
    """
    of = schemes.get(session, scheme_id)
    permission.require(actor, "ranking.compile", schemes.scope(of))
    version = queries.latest_version(session, of)
    return version.id, compile_field(session, of, schemes.read(version), today, progress=progress, beside=beside)


def begin(session: Session, *, actor: Actor, version_id: int, compiled: Compiled, now: datetime, random: Callable[[int], int]) -> Ranking:
    """The draft without its entries; drafts of the version that a worker left unfinished go."""
    version = session.get_one(SchemeVersion, version_id)
    of = schemes.get(session, version.scheme_id)
    permission.require(actor, "ranking.compile", schemes.scope(of))
    _admitted(session, of)
    for left in queries.unfinished(session, version.id):
        _remove(session, left)
    row = Ranking(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), scheme_version_id=version.id, category_id=of.category_id, year=of.year, division_code=of.division_code, **compiled.row(),
        result_hash="", compiled_by_id=actor.account_id or version.published_by_id, compiled_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "ranking.begun", row, at=now, bureau_id=of.bureau_id, scheme=of.public_id)
    return row


def portions(compiled: Compiled) -> Iterator[list[EntryRow] | list[PageRow]]:
    """The rows of a draft in portions, each of one table."""
    entries, pages = compiled.entries(), compiled.pages()
    with sweeping.seldom():
        while portion := list(islice(entries, AT_ONCE)):
            yield portion
        while further := list(islice(pages, AT_ONCE)):
            yield further


def add(session: Session, ranking_id: int, rows: Sequence[EntryRow] | Sequence[PageRow]) -> None:
    """Write a portion of a draft's rows."""
    _INTO[type(rows[0])].run(session, [(ranking_id, *row) for row in rows])


def seal(session: Session, *, actor: Actor, ranking_id: int, compiled: Compiled, now: datetime) -> Ranking:
    """The draft is whole."""
    found = queries.get(session, ranking_id, lock=True)
    permission.require(actor, "ranking.compile", found.scope)
    found.ranking.result_hash = compiled.board.result_hash
    audit.record(session, actor, "ranking.compiled", found.ranking, at=now, bureau_id=found.scheme.bureau_id, graded=found.ranking.graded, excluded=found.ranking.excluded)
    return found.ranking


def publish(session: Session, *, actor: Actor, ranking_id: int, government_boards: bool, now: datetime) -> Ranking:
    """Freeze a draft and let everybody see it. It cannot be taken back: a later board is another ranking.

    government_boards: whether the operator lets bureaus run boards themselves. Raises NotAllowed("government_boards_off");
    Conflict: admission_ended, ranking_published_already, ranking_incomplete, ranking_empty, scheme_changed.
    """
    found = queries.get(session, ranking_id, lock=True)
    permission.require(actor, "ranking.publish", found.scope)
    _publishable(session, found, government_boards=government_boards)
    found.ranking.published_at, found.ranking.published_by_id = now, actor.account_id or found.ranking.compiled_by_id
    session.flush()
    _make_known(session, actor, found, now)
    return found.ranking


def discard(session: Session, *, actor: Actor, ranking_id: int, now: datetime) -> None:
    """Throw a draft away. Raises Conflict("ranking_published_already")."""
    found = queries.get(session, ranking_id, lock=True)
    permission.require(actor, "ranking.compile", found.scope)
    if found.ranking.published_at is not None:
        raise Conflict("ranking_published_already", public_id=found.ranking.public_id)
    audit.record(session, actor, "ranking.discarded", found.ranking, at=now, bureau_id=found.scheme.bureau_id, public_id=found.ranking.public_id)
    _remove(session, found.ranking)


def tell(session: Session, *, actor: Actor, ranking_id: int, after: int, now: datetime) -> int | None:
    """Tell the people of the next enterprises on a published board; the id to go on behind, None when all are told."""
    permission.require(actor, "live_ranking.follow")
    found = queries.get(session, ranking_id)
    told = queries.enterprises(session, ranking_id, after, TOLD_AT_ONCE)
    for enterprise_id, count, place in told:
        firm = enterprises.get(session, enterprise_id)
        facts = {"enterprise": firm.name, "title": found.version.title, "count": count, "place": place or "—"}
        messages.tell(session, enterprises.account_ids(session, enterprise_id), "ranking.published", facts, f"/rankings/{found.ranking.public_id}", now)
        candidates.tell(session, found, enterprise_id, now)
    audit.record(session, actor, "ranking.told", found.ranking, at=now, enterprises=len(told))
    return told[-1][0] if len(told) == TOLD_AT_ONCE else None


def _publishable(session: Session, found: Publishing, *, government_boards: bool) -> None:
    if found.scheme.bureau_id is not None and not government_boards:
        raise NotAllowed("government_boards_off")
    _admitted(session, found.scheme)
    facts = {"public_id": found.ranking.public_id}
    if found.ranking.published_at is not None:
        raise Conflict("ranking_published_already", **facts)
    if not found.ranking.result_hash:
        raise Conflict("ranking_incomplete", **facts)
    if not found.ranking.graded:
        raise Conflict("ranking_empty", **facts)
    if found.scheme.latest_version_id != found.version.id:
        raise Conflict("scheme_changed", **facts)


def _make_known(session: Session, actor: Actor, found: Publishing, now: datetime) -> None:
    """The ledger holds the hashes by which anybody can check the bundle; enterprises are told by the worker, and what the index says of them is looked at again."""
    ranking, version = found.ranking, found.version
    told = {
        "title": version.title, "scheme": found.scheme.public_id, "scheme_version": version.sequence, "scheme_hash": version.content_hash, "year": ranking.year, "as_of": ranking.as_of.isoformat(),
        "graded": ranking.graded, "excluded": ranking.excluded, "inputs_hash": ranking.inputs_hash, "result_hash": ranking.result_hash,
    }  # fmt: skip
    ledger.record(session, "ranking.published", "ranking", ranking.public_id, told, at=now)
    audit.record(session, actor, "ranking.published", ranking, at=now, bureau_id=found.scheme.bureau_id, public_id=ranking.public_id)
    outbox.look_again(session, [("ranking", ranking.id, None)])
    candidates.grant(session, actor=actor, found=found, now=now)
    jobs.enqueue(session, TELL, {"ranking_id": ranking.id, "after": 0}, now=now)


def _remove(session: Session, row: Ranking) -> None:
    for model in (RankingEntry, RankingListPage):
        session.execute(delete(model).where(model.ranking_id == row.id).execution_options(synchronize_session=False))
    session.delete(row)
    session.flush()


def _admitted(session: Session, of: EvaluationScheme) -> None:
    """A body whose admission has ended publishes nothing more."""
    if of.body_id is not None and session.get_one(AssessmentBody, of.body_id).ended_at is not None:
        raise Conflict("admission_ended")
