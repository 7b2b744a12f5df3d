"""Disclosing: what an enterprise makes public about a standard that it follows (Standardization Law Art. 27).

There is no approval in between: the enterprise is responsible, and what it disclosed stays as it was.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import changes, drafts, front_runners, messages, products, rectification_following, version_rows
from registry.actions.version_rows import Making
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Draft, Enterprise, PlatformIndication
from registry.queries import disclosures as queries
from registry.queries import enterprises
from registry.queries.disclosure_world import catalogue_rows
from registry.rules import document, permission, public_id, self_check, self_check_form
from registry.rules.content import Content
from registry.rules.permission import Actor, Scope
from registry.rules.self_check import World
from registry.rules.standard_number import parse

KINDS = {"first": "disclosure.made", "amendment": "disclosure.amended", "correction": "disclosure.corrected"}


def disclose(
    session: Session, *, actor: Actor, draft_id: int, commitment: str, now: datetime, random: Callable[[int], int], text_required: bool = False, correction_days: int = 3
) -> DisclosureVersion:
    """Make the draft public, as a first version or as a change. It cannot be taken back: a later change is a new version.

    A second click returns the version that the first one made. `commitment` names the commitment that was confirmed.
    Raises NotAllowed("enterprise_unverified"); Conflict: number_disclosed_already (`public_id`), disclosure_ended,
    correction_over; Invalid with every field that the self-check stops at, and its `remarks`.
    """
    draft = drafts.own(session, actor, draft_id, "disclosure.make")
    if draft.disclosed_version_id is not None:
        return queries.version(session, draft.disclosed_version_id)
    enterprise = enterprises.get(session, draft.enterprise_id, lock=True)  # two drafts with one number wait for each other
    if enterprise.verified_at is None:
        raise NotAllowed("enterprise_unverified")
    typed, today = Content.from_json(draft.content), legal_day(now)
    content = self_check.prepared(typed)
    world = queries.world(session, enterprise.id, content, today, draft=draft, text_required=text_required)
    latest = _latest(session, draft, world, now, correction_days)
    _check(typed, world, today, commitment)
    disclosure = latest.disclosure if latest else _new(session, enterprise, content, now, random)
    making = _making(draft, actor, content, world, latest, today, commitment, now)
    version = version_rows.write(session, disclosure, enterprise, content, making)
    draft.disclosed_version_id = version.id
    _follow(session, actor, disclosure, content, now)
    _make_known(session, actor, enterprise, version, now)
    if latest:  # a first version cannot have been judged
        front_runners.suspend(session, actor=actor, disclosure_id=disclosure.id, now=now)
        rectification_following.corrected(session, actor=actor, version=version, now=now)
    return version


def indicate(session: Session, *, actor: Actor, disclosure_id: int, url: str, on: str, now: datetime) -> PlatformIndication:
    """Say where and since when (YYYY-MM-DD) the disclosure is indicated on the national platform (SAMR Order 83 Art. 16).

    Raises Invalid(platform_url, platform_on).
    """
    disclosure = queries.get(session, disclosure_id, lock=True)
    permission.require(actor, "platform.indicate", Scope(disclosure.enterprise_id))
    wrong = self_check_form.platform_problems(url.strip(), on.strip(), legal_day(now))
    if wrong:
        raise Invalid(wrong)
    indication = PlatformIndication(disclosure_id=disclosure.id, url=url.strip(), indicated_on=date.fromisoformat(on.strip()), recorded_by_id=actor.account_id, recorded_at=now)
    session.add(indication)
    audit.record(session, actor, "disclosure.indicate", indication, at=now, enterprise_id=disclosure.enterprise_id)
    ledger.record(session, "disclosure.indicated", "disclosure", disclosure.public_id, {"url": indication.url, "on": on.strip()}, at=now)
    return indication


def _latest(session: Session, draft: Draft, world: World, now: datetime, correction_days: int) -> DisclosureVersion | None:
    """The version that is changed, None for a new disclosure."""
    if draft.disclosure_id is None:
        if world.disclosed_as:
            raise Conflict("number_disclosed_already", public_id=world.disclosed_as)
        return None
    disclosure = queries.get(session, draft.disclosure_id, lock=True)
    latest = queries.latest_version(session, disclosure)
    changes.require_open(session, disclosure, latest, draft.purpose, now, correction_days)
    return latest


def _check(content: Content, world: World, today: date, commitment: str) -> None:
    remarks = self_check.check(content, world, today)
    wrong = self_check.by_field(remarks)
    if commitment not in document.COMMITMENTS:
        wrong["commitment"] = "commitment_missing"
    if wrong:
        raise Invalid(wrong, remarks=remarks)


def _new(session: Session, enterprise: Enterprise, content: Content, now: datetime, random: Callable[[int], int]) -> Disclosure:
    number = parse(content.number)
    known = catalogue_rows(session, {number.compact: number}).get(number.compact)
    disclosure = Disclosure(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)),
        enterprise_id=enterprise.id,
        number=number.canonical,
        klass=str(number.klass),
        compact_key=number.compact,
        undated_key=number.compact_undated,
        bare_key=number.bare[:64],
        round=queries.rounds(session, enterprise.id, number.compact) + 1,
        basis=content.basis,
        catalogue_id=known.id if known else None,
        disclosed_at=now,
    )
    session.add(disclosure)
    session.flush()
    return disclosure


def _making(draft: Draft, actor: Actor, content: Content, world: World, latest: DisclosureVersion | None, today: date, commitment: str, now: datetime) -> Making:
    """A correction without a date of its own keeps the one that it corrects; anything else takes effect today."""
    typed = self_check_form.day(content.in_force_from)
    return Making(
        draft_id=draft.id,
        account_id=actor.account_id or draft.saved_by_id,
        now=now,
        sequence=latest.sequence + 1 if latest else 1,
        change=changes.CHANGE_OF.get(draft.purpose, "first"),
        in_force_from=typed or (latest.in_force_from if latest and draft.purpose == "correct" else today),
        valid_until=self_check_form.day(content.valid_until),
        commitment=commitment,
        comparisons=self_check.comparisons(content, world),
    )


def _follow(session: Session, actor: Actor, disclosure: Disclosure, content: Content, now: datetime) -> None:
    """Products that follow the standard, and where the national platform indicates it."""
    if content.products:
        products.link_all(session, actor=actor, product_ids=content.products, disclosure_id=disclosure.id, now=now)
    if content.platform_url:
        indicate(session, actor=actor, disclosure_id=disclosure.id, url=content.platform_url, on=content.platform_on, now=now)


def _make_known(session: Session, actor: Actor, enterprise: Enterprise, version: DisclosureVersion, now: datetime) -> None:
    disclosure, kind = version.disclosure, KINDS[version.change]
    facts = {"number": disclosure.number, "title": version.title, "enterprise": enterprise.name}
    fact = facts | {"credit_code": enterprise.credit_code, "sequence": version.sequence, "content_hash": version.content_hash}
    ledger.record(session, kind, "disclosure", disclosure.public_id, fact, at=now)
    audit.record(session, actor, kind, version, at=now, enterprise_id=enterprise.id, public_id=disclosure.public_id)
    messages.tell(session, enterprises.account_ids(session, enterprise.id), kind, facts, f"/disclosures/{disclosure.public_id}", now)
