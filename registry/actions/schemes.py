"""Evaluation schemes: begun empty or as a copy, saved as they are typed, published for ever, published anew with a reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, canonical, ledger
from registry.actions import messages
from registry.errors import Conflict, Invalid
from registry.models import EvaluationScheme, SchemeVersion
from registry.queries import assessment, vocabulary
from registry.queries import schemes as queries
from registry.queries.assessment import Issuer
from registry.reference import divisions
from registry.rules import names, permission, public_id
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.permission import Actor
from registry.rules.scheme import Scheme
from registry.rules.scheme_check import FIRST_YEAR, LAST_YEAR


@dataclass(frozen=True, slots=True)
class Board:
    """What a scheme is for: category code, year, and the division whose enterprises take part ("": of the whole registry)."""

    category: str
    year: str
    division_code: str = ""


def begin(
    session: Session, *, actor: Actor, issuer: Issuer, board: Board, copy_of: int | None = None, random: Callable[[int], int], now: datetime
) -> EvaluationScheme:
    """Begin a scheme for an assessment body or a bureau: empty, or with everything of an earlier one of the same issuer but its days.

    `random(bits)` gives random bits. Raises Invalid with every wrong field, NotFound for a copy of somebody else's.
    """
    permission.require(actor, "scheme.edit", issuer.scope)
    wanted, scheme_body, scheme_bureau = Scheme(), issuer.id if issuer.kind == "body" else None, issuer.id if issuer.kind == "bureau" else None
    if copy_of is not None:
        copied = queries.get(session, copy_of)
        permission.require(actor, "scheme.edit", queries.scope(copied))
        newest = queries.latest(session, copied)
        wanted = replace(queries.read(newest) if newest else Scheme.from_json(copied.draft), valid_from="", valid_until="")
    scheme = EvaluationScheme(public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), body_id=scheme_body, bureau_id=scheme_bureau, created_by_id=actor.account_id, created_at=now, draft={}, revision=1)
    _place(session, scheme, board)
    _write(scheme, replace(wanted, category=board.category, year=board.year), now)
    session.add(scheme)
    audit.record(session, actor, "scheme.begun", scheme, at=now, copy_of=copy_of)
    return scheme


def save(session: Session, *, actor: Actor, scheme_id: int, scheme: Scheme, revision: int, board: Board | None = None, now: datetime) -> EvaluationScheme:
    """Keep what was typed, complete or not. `board`: another category, year or division, while nothing is published.

    Raises Conflict("changed_meanwhile", by, at, revision) when somebody saved since the form was opened,
    Conflict("board_is_published"), Invalid for a wrong board.
    """
    held = _own(session, actor, scheme_id, "scheme.edit")
    _unchanged(session, held, revision)
    if board is not None and board != board_of(held):
        if held.latest_version_id is not None:
            raise Conflict("board_is_published")
        _place(session, held, board)
        scheme = replace(scheme, category=board.category, year=board.year)
    kept = board_of(held)
    _write(held, replace(scheme, category=kept.category, year=kept.year), now)
    audit.record(session, actor, "scheme.saved", held, at=now)
    session.flush()
    return held


def publish(session: Session, *, actor: Actor, scheme_id: int, revision: int, reason: str = "", now: datetime) -> SchemeVersion:
    """Make the draft a version that never changes, with its canonical JSON and hash; a further one needs a reason.

    Raises Invalid with every wrong field of the scheme (rules.scheme_check), or reason; Conflict: changed_meanwhile,
    nothing_changed.
    """
    held = _own(session, actor, scheme_id, "scheme.publish")
    _unchanged(session, held, revision)
    scheme, before = Scheme.from_json(held.draft), queries.latest(session, held)
    _check(session, scheme, before, reason.strip())
    version = _version(session, held, scheme, before, reason.strip(), actor, now)
    held.latest_version_id, held.changed_at = version.id, now
    fact = {"title": version.title, "version": version.sequence, "content_hash": version.content_hash, "reason": version.change_reason or ""}
    document = queries.document(version)
    ledger.record(session, "scheme.published", "evaluation_scheme", held.public_id, fact | {name: document[name] for name in ("issuer", "category", "year", "division_code")}, at=now)
    audit.record(session, actor, "scheme.published", version, at=now, bureau_id=held.bureau_id, scheme=held.id, version=version.sequence)
    others = [each for each in assessment.judges(session, held) if each != actor.account_id]
    messages.tell(session, others, "scheme.published", {"scheme": version.title, "reason": version.change_reason or ""}, f"/assessor/schemes/{held.id}", now)
    return version


def discard(session: Session, *, actor: Actor, scheme_id: int, revision: int, now: datetime) -> None:
    """Throw the draft away: a scheme that was never published is gone, another one's draft is again what is published."""
    held = _own(session, actor, scheme_id, "scheme.edit")
    _unchanged(session, held, revision)
    newest = queries.latest(session, held)
    audit.record(session, actor, "scheme.discarded", held, at=now, published=newest is not None)
    if newest is None:
        session.delete(held)
    else:
        _write(held, queries.read(newest), now)
    session.flush()


def board_of(scheme: EvaluationScheme) -> Board:
    """What the scheme is for now."""
    return Board(str(scheme.draft.get("category", "")), str(scheme.year), scheme.division_code or "")


def _own(session: Session, actor: Actor, scheme_id: int, verb: str) -> EvaluationScheme:
    held = queries.get(session, scheme_id, lock=True)
    permission.require(actor, verb, queries.scope(held))
    return held


def _unchanged(session: Session, held: EvaluationScheme, revision: int) -> None:
    if held.revision != revision:
        raise Conflict("changed_meanwhile", by=queries.saver(session, held.id), at=held.changed_at, revision=held.revision)


def _place(session: Session, scheme: EvaluationScheme, board: Board) -> None:
    held = vocabulary.find_category(session, board.category) if board.category else None
    wrong = {} if held else {"category": "category_unknown" if board.category else "required"}
    if not (board.year.isascii() and board.year.isdecimal() and FIRST_YEAR <= int(board.year[:5]) <= LAST_YEAR):
        wrong["year"] = "year_wrong" if board.year else "required"
    if board.division_code and ((found := divisions.find(board.division_code)) is None or found.historic):
        wrong["division"] = "division_unknown"
    if wrong or held is None:
        raise Invalid(wrong)
    scheme.category_id, scheme.year, scheme.division_code = held.id, int(board.year), board.division_code or None


def _write(held: EvaluationScheme, scheme: Scheme, now: datetime) -> None:
    held.draft, held.changed_at = names.storable_whole(scheme.to_json()), now


def _check(session: Session, scheme: Scheme, before: SchemeVersion | None, reason: str) -> None:
    wrong = queries.problems(session, scheme)
    if before is not None and not reason:
        wrong["reason"] = "reason_required"
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)
    if before is not None and queries.read(before) == scheme:
        raise Conflict("nothing_changed")


def _version(session: Session, held: EvaluationScheme, scheme: Scheme, before: SchemeVersion | None, reason: str, actor: Actor, now: datetime) -> SchemeVersion:
    sequence = before.sequence + 1 if before else 1
    frame = {"scheme": held.public_id, "version": sequence, "issuer": assessment.issuer(session, held).name, "division_code": held.division_code or ""}
    content = canonical.text({**scheme.to_json(), **frame})
    version = SchemeVersion(
        scheme_id=held.id, sequence=sequence, title=scheme.title.strip()[:300], content=content, content_hash=canonical.digest(content), change_reason=reason or None,
        valid_from=date.fromisoformat(scheme.valid_from), valid_until=date.fromisoformat(scheme.valid_until) if scheme.valid_until else None,
        published_by_id=actor.account_id, published_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version
