"""The form on which a bureau records a fact: what it is about, what may be said of it, and what others will read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app, g
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.outgoing.words import sentence
from public_site.pages.headlines import headline
from public_site.params import Form
from public_site.presenters import day
from public_site.regulator.disclosures import seen
from public_site.words import pages as named
from public_site.words import regulator as words
from registry.db import utc_now
from registry.errors import Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, Enterprise, Standing
from registry.queries import bureaus, desk_standings, disclosures, enterprises, standings
from registry.rules import permission, standing
from registry.rules.permission import Scope
from registry.rules.standing import Fact
from registry.rules.status import ENDS

_HERE = {"end_before_start": "due_before_start", "disclosure_missing": "about_disclosure_only"}
FIELDS = ("kind", "effective_on", "until", "result", "document", "source", "source_url", "note")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a fact is about. newest: the last fact known when the page was made."""

    enterprise: Enterprise
    disclosure: Disclosure | None
    newest: int
    title: str = ""

    @property
    def disclosure_id(self) -> int | None:
        return self.disclosure.id if self.disclosure else None


def subject(session: Session, public_id: str, credit_code: str, *, lock: bool = False) -> Subject:
    """One disclosure, or an enterprise as a whole; NotFound outside the territory, NotAllowed for who may record nothing."""
    if public_id:
        disclosure, enterprise = seen(session, public_id)
        title = disclosures.latest_version(session, disclosure).title
    else:
        disclosure, title, enterprise = None, "", _enterprise(session, credit_code)
    permission.require(g.actor, "standing.record", Scope(division_code=enterprise.division_code))
    if g.actor.role_in(enterprise.id):
        raise NotAllowed("own_matter")
    if lock:
        enterprises.get(session, enterprise.id, lock=True)
    return Subject(enterprise, disclosure, desk_standings.newest_id(session, enterprise.id), title)


def subject_of(session: Session, row: Standing, *, lock: bool = False) -> Subject:
    """What an earlier fact is about."""
    public_id = disclosures.get(session, row.disclosure_id).public_id if row.disclosure_id else ""
    return subject(session, public_id, enterprises.get(session, row.enterprise_id).credit_code, lock=lock)


def fact(typed_values: Mapping[str, str], about: Subject) -> Fact:
    """The fact as typed; Invalid with every wrong field, of the form and of the rules."""
    typed = params.Typed(typed_values)
    read = Fact(
        kind=typed.choice("kind", desk_standings.kinds(about.disclosure_id)), effective_on=typed.day("effective_on"), until=typed.day("until", required=False), result=typed.choice("result", standing.RESULTS, default=""),
        document=typed.text("document", required=False, longest=standing.LONGEST), source=typed.text("source", required=False, longest=standing.LONGEST),
        source_url=typed.address("source_url", required=False), note=typed.text("note", required=False, longest=standing.LONGEST_NOTE),
    )  # fmt: skip
    wrong = renamed(standing.problems(read, legal_day(utc_now()), about_disclosure=about.disclosure is not None)) | typed.wrong
    if wrong:
        raise Invalid(wrong, **typed.facts)
    return read


def renamed(fields: Mapping[str, str]) -> dict[str, str]:
    """The period of an order is not the validity of a standard, though the rules have one name for both."""
    return {name: _HERE.get(code, code) for name, code in fields.items()}


def as_typed(row: Standing) -> Form:
    """A recorded fact in the fields of the form."""
    return Form({name: "" if (value := getattr(row, name)) is None else str(value) for name in FIELDS})


@dataclass(frozen=True, slots=True)
class Readings:
    """What others will read once the fact is recorded. public: "" when nothing of it is public."""

    public: str
    enterprise: str
    before: str
    after: str


def readings(session: Session, about: Subject, said: Fact, *, corrects: bool = False, annul: bool = False) -> Readings:
    """The words for the page that is shown before anything is recorded."""
    scope = Scope(division_code=about.enterprise.division_code)
    office = bureaus.get(session, permission.offices(g.actor, standing.VERBS.get(said.kind, "standing.record"), scope)[0].bureau_id)
    facts = {"enterprise": about.enterprise.name, "kind": said.kind, "bureau": office.name, "effective_on": said.effective_on.isoformat() if said.effective_on else ""}
    before = _headline(session, about)
    after = _after(before, said.kind) if before and not corrects else ""
    public = _public(said, annul=annul) if said.kind in standing.PUBLIC else ""
    return Readings(public, sentence("standing.corrected" if corrects else "standing.recorded", facts), before, after)


def _enterprise(session: Session, credit_code: str) -> Enterprise:
    found = enterprises.by_credit_code(session, credit_code.strip().upper())
    if found is None:
        raise NotFound("not_found")
    permission.require(g.actor, "desk.see", Scope(division_code=found.division_code))
    return found


def _headline(session: Session, about: Subject) -> str:
    if about.disclosure is None:
        return ""
    return headline(disclosures.statuses(session, [about.disclosure], legal_day(utc_now()))[about.disclosure.id])


def _after(before: str, kind: str) -> str:
    """The first line of the public page afterwards; "" where it stays as it is."""
    order = ["current", "upcoming", "publicly_noted", "expired", "superseded", "withdrawn", "voided", "number_revoked", "deregistered"]
    word = ENDS[kind].value if kind in ENDS else kind
    return word if word in order and order.index(word) > order.index(before) else ""


def _public(said: Fact, *, annul: bool) -> str:
    if annul:
        return _("这条事实将不再显示；公开的流水里会写明它已撤回。")
    since = day(said.effective_on)
    if said.kind == "checked":
        return f"{since} · {named.STANDINGS['checked']}{_('：')}{named.RESULTS[said.result]}"
    kind = ENDS[said.kind].value if said.kind in ENDS else said.kind
    return str(named.NOTICES[kind]) % {"day": since}


def correctable(session: Session, standing_id: int) -> Standing:
    """The fact, if it is the last word; NotAllowed for a kind that this person may not record."""
    row = standings.get(session, standing_id)
    enterprise = enterprises.get(session, row.enterprise_id)
    permission.require(g.actor, "desk.see", Scope(division_code=enterprise.division_code))
    permission.require(g.actor, standing.VERBS.get(row.kind, "standing.record"), Scope(division_code=enterprise.division_code))
    return row


def today() -> date:
    """The legal day, for a form's first value."""
    return legal_day(utc_now())


def reasons(session: Session, about: Subject) -> dict[str, str]:
    """Kind to the sentence why this person may not record it."""
    return {kind: str(words.WORDS[code]) for kind, code in desk_standings.refused_kinds(session, g.actor, about.enterprise, about.disclosure_id, second_person=second_person()).items()}


def second_person() -> bool:
    """Whether a public note takes another person than the one who gave the order."""
    return bool(current_app.extensions["settings"].public_notice_second_approver)
