"""What the self-check says today about versions that are public already: the world moves on after a standard is disclosed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, PlatformIndication, ProductDisclosure
from registry.queries.disclosure_world import world
from registry.queries.drafts import content_of_version
from registry.rules import self_check
from registry.rules.content import Content
from registry.rules.self_check import Remark


def today(session: Session, version_id: int, day: date, *, text_required: bool = False) -> tuple[Remark, ...]:
    """Remarks on a version as if it were to be disclosed on `day`, the gravest first, without what only a new disclosure must heed.

    Products and the indication on the national platform count as they are now, not as they were typed.
    """
    version = session.get_one(DisclosureVersion, version_id)
    disclosure = session.get_one(Disclosure, version.disclosure_id)
    content = _as_it_is(session, disclosure, version, content_of_version(session, version))
    around = replace(world(session, disclosure.enterprise_id, content, day, text_required=text_required), disclosed_as="")
    moot = set(_moot(session, version))
    return tuple(remark for remark in self_check.check(content, around, day) if remark.word not in moot)


def _as_it_is(session: Session, disclosure: Disclosure, version: DisclosureVersion, content: Content) -> Content:
    """As it stands in public: a start that was left blank is the day of disclosure."""
    indicated = session.scalars(_INDICATED, {"disclosure": disclosure.id}).one_or_none()
    url, on = (indicated.url, indicated.indicated_on.isoformat()) if indicated else ("", "")
    return replace(content, products=(), in_force_from=version.in_force_from.isoformat(), platform_url=url, platform_on=on)


def _moot(session: Session, version: DisclosureVersion) -> Iterator[str]:
    """SAMR Order 83 Art. 15 asks for disclosure before supply: what counts is the day of disclosure, not today."""
    if version.in_force_from >= legal_day(version.disclosed_at):
        yield "in_force_before_disclosed"
    yield "ended_already"  # its status says so, and nothing is wrong with a term that was kept
    if session.scalar(_LINKED, {"disclosure": version.disclosure_id}) is not None:
        yield "products_none"


_INDICATED = select(PlatformIndication).where(PlatformIndication.disclosure_id == bindparam("disclosure")).order_by(PlatformIndication.id.desc()).limit(1)
_LINKED = select(ProductDisclosure.id).where(ProductDisclosure.disclosure_id == bindparam("disclosure"), ProductDisclosure.ended_at.is_(None)).limit(1)
