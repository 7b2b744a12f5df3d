"""Reporting a problem and following what became of it. Who reports is a stranger here, and stays one.

Neither audit, messages nor ledger hold anything about the reporter or any word of the statement. Pages call these actions
with an actor that has no account and no origin, even for somebody who is signed in.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from registry import audit
from registry.actions import messages, throttle
from registry.actions.files import keep_photo
from registry.actions.throttle import Gate
from registry.errors import Conflict, Invalid
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import CasePhoto, CaseStep, ReportCase, Reporter
from registry.queries import bureaus, cases, enterprises
from registry.queries import reports as queries
from registry.queries.reports import About
from registry.rules import case_number, permission, report_form
from registry.rules.permission import Actor, Scope
from registry.rules.report_form import ReportForm
from registry.rules.secret import digest, same
from registry.rules.throttle import Kind
from registry.uploads import Examined

SAME_AGAIN = timedelta(days=30)
"""The same words from the same person about the same product within this time are one case."""
LONGEST_SUPPLEMENT = 2000
_NO_CASE = digest("no case has this secret")


@dataclass(frozen=True, slots=True)
class Sent:
    """What comes with a form. secret: as it will be shown. client: whom a rate limit counts, already made unreadable."""

    secret: str
    client: str
    language: str
    lot: str = ""
    serial: str = ""
    photos: tuple[Examined, ...] = ()


def submit(session: Session, *, actor: Actor, about: About, form: ReportForm, sent: Sent, files: Files, now: datetime, randbits: Callable[[int], int]) -> list[ReportCase]:
    """One case, or two for a matter that is both; the bureau's handlers are told.

    The same form again (the same secret) gives the cases that it made the first time. Raises Invalid with every wrong field,
    Conflict("no_bureau_here"), Conflict("same_report_again") with `received_at` for the same words from the same person, TooMany.
    """
    permission.require(actor, "case.make")
    if wrong := report_form.wrong(form):
        raise Invalid(wrong)
    if about.bureau is None:
        raise Conflict("no_bureau_here")
    gates = (Gate(Kind.report_client, sent.client),)
    throttle.check(session, gates, now=now, lock=True)
    throttle.count(session, gates, now=now)  # holds the client's row: a form sent twice at once is looked at one after the other
    if made := queries.by_secret(session, _hash(sent.secret), now - SAME_AGAIN, about.enterprise_id):
        return made
    cases = [_case(session, about, form, sent, kind, now, randbits) for kind in form.kinds]
    _refuse_again(session, cases, form, now)
    _keep(session, cases, form, files, sent.photos, now)
    for case in cases:
        audit.record(session, actor, "case.made", case, at=now, kind=case.kind, photos=len(sent.photos), twin=len(cases) > 1)
        _tell(session, case, "case.received", now)
    return cases


def find(session: Session, *, number: str, secret: str, client: str, now: datetime) -> ReportCase | None:
    """The case that number and secret open together. None when either is wrong, in the same time, so that the try is counted. Raises TooMany."""
    read = case_number.parse(number)
    gates = (Gate(Kind.follow_client, client), *((Gate(Kind.follow_pair, f"{client}|{read}"), Gate(Kind.follow_number, read)) if read else ()))
    throttle.check(session, gates, now=now, lock=True)
    case = queries.by_number(session, read) if read else None
    if same(case.secret_hash if case else _NO_CASE, _hash(secret)) and case:
        return case
    throttle.count(session, gates, now=now)
    return None


def supplement(session: Session, *, actor: Actor, case_id: int, text: str, client: str, now: datetime) -> CaseStep:
    """The reporter adds something to an open case. Raises Invalid({"supplement": code}), Conflict("case_closed"), TooMany.

    That the asker holds the case's secret was proved to `find`.
    """
    permission.require(actor, "case.make")
    if not text or len(text) > LONGEST_SUPPLEMENT:
        raise Invalid({"supplement": "too_long" if text else "required"}, longest=LONGEST_SUPPLEMENT)
    gates = (Gate(Kind.report_client, client),)
    throttle.check(session, gates, now=now, lock=True)
    throttle.count(session, gates, now=now)
    case = cases.locked(session, case_id)  # nothing may follow a closing that happens at the same moment
    if case.closed_at is not None:
        raise Conflict("case_closed")
    if (last := queries.steps(session, case.id)[-1]).told == text and last.word == "supplemented":
        return last  # sent twice
    step = CaseStep(case_id=case.id, word="supplemented", at=now, told=text)
    session.add(step)
    flag_modified(case, "handler_id")  # the revision grows: whoever decides must have read this
    audit.record(session, actor, "case.supplemented", case, at=now)
    _tell(session, case, "case.supplemented", now)
    return step


def read_reporter(session: Session, *, actor: Actor, case_id: int, now: datetime) -> Reporter | None:
    """Who reported, for the case's handler alone, as long as that person handles cases there; each reading is written down. None: anonymous.

    Raises NotAllowed for everybody else in the bureau, NotFound for who may not know of the case.
    """
    case = queries.get(session, case_id)
    division = bureaus.get(session, case.bureau_id).division_code
    permission.require(actor, "case.take", Scope(division_code=division, bureau_id=case.bureau_id))
    permission.require(actor, "reporter.read", Scope(account_id=case.handler_id, division_code=division, bureau_id=case.bureau_id))
    audit.record(session, actor, "case.reporter_read", case, at=now, number=case.number)
    return queries.reporter(session, case.id)


def _case(session: Session, about: About, form: ReportForm, sent: Sent, kind: str, now: datetime, randbits: Callable[[int], int]) -> ReportCase:
    assert about.bureau is not None
    return ReportCase(
        number=_free_number(session, kind, now, randbits), secret_hash=_hash(sent.secret), kind=kind, bureau_id=about.bureau.id, enterprise_id=about.enterprise_id,
        product_id=about.product_id, code=about.code, lot=sent.lot or None, serial=sent.serial or None, problem=form.problem, statement=form.statement,
        request=form.request if kind == "complaint" else None, language=sent.language, received_at=now,
    )  # fmt: skip


def _free_number(session: Session, kind: str, now: datetime, randbits: Callable[[int], int]) -> str:
    made = case_number.make(kind, legal_day(now), randbits)
    while queries.by_number(session, made) is not None:
        made = case_number.make(kind, legal_day(now), randbits)
    return made


def _refuse_again(session: Session, cases: Sequence[ReportCase], form: ReportForm, now: datetime) -> None:
    for case in cases:
        if earlier := queries.same_again(session, case, _phone(form), form.name or None, now - SAME_AGAIN):
            raise Conflict("same_report_again", received_at=earlier.received_at)


def _keep(session: Session, cases: Sequence[ReportCase], form: ReportForm, files: Files, photos: Sequence[Examined], now: datetime) -> None:
    """The rows of the cases: who reported, photographs, the first step; of two, each names the other."""
    kept = [keep_photo(session, files, photo, now) for photo in photos]
    session.add_all(cases)
    session.flush()
    for case, twin in zip(cases, reversed(cases), strict=True):
        case.twin_id = twin.id if twin is not case else None
        session.add_all(_parts(case, form, [each.sha256 for each in kept]))
    session.flush()


def _parts(case: ReportCase, form: ReportForm, photos: Sequence[str]) -> Iterator[CaseStep | CasePhoto | Reporter]:
    yield CaseStep(case_id=case.id, word="received", at=case.received_at)
    for position, sha256 in enumerate(dict.fromkeys(photos), 1):
        yield CasePhoto(case_id=case.id, position=position, sha256=sha256)
    if form.name or form.phone or form.address or form.email:
        yield Reporter(case_id=case.id, name=form.name or None, phone=_phone(form), address=form.address or None, email=form.email or None)


def _tell(session: Session, case: ReportCase, kind: str, now: datetime) -> None:
    """Whoever deals with the case, or may take it."""
    told = [case.handler_id] if case.handler_id else cases.handler_ids(session, case, bureaus.get(session, case.bureau_id))
    facts = {"number": case.number, "kind": case.kind, "enterprise": enterprises.get(session, case.enterprise_id).name}
    messages.tell(session, told, kind, facts, f"/regulator/cases/{case.id}", now)


def _phone(form: ReportForm) -> str | None:
    return report_form.plain_phone(form.phone) or None


def _hash(secret: str) -> str:
    return digest(case_number.plain_secret(secret))
