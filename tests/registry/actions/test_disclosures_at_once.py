"""Two hands on one draft, or on one number, at the same moment: one disclosure comes of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy import func, select

from registry.actions import disclosures, drafts
from registry.db import Database
from registry.errors import Conflict, DomainError
from registry.models import Disclosure, DisclosureVersion
from registry.rules.content import Content
from registry.rules.document import COMMITMENT
from tests.factories.contents import content
from tests.factories.disclosures import drafted, random
from tests.factories.people import enterprise, member

HANDS = 4


def at_once(deed: Callable[[int], object]) -> list[object]:
    """What `HANDS` threads got, or were told, that began together."""
    together = Barrier(HANDS)

    def one(hand: int) -> object:
        together.wait()
        try:
            return deed(hand)
        except DomainError as told:
            return told

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(one, range(HANDS)))


def test_a_double_click_makes_one_disclosure(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = enterprise(session, now)
        actor = member(session, now, firm)
        draft_id = drafted(session, now, actor, firm).id

    def click(_hand: int) -> object:
        with database.transaction() as session:
            return disclosures.disclose(session, actor=actor, draft_id=draft_id, commitment=COMMITMENT, now=now, random=random).id

    made = at_once(click)
    assert len(set(made)) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DisclosureVersion)) == 1


def test_two_drafts_with_one_number_make_one_disclosure_and_the_others_are_led_to_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = enterprise(session, now)
        actor = member(session, now, firm)
        ids = [drafted(session, now, actor, firm, content()).id for _ in range(HANDS)]

    def click(hand: int) -> object:
        with database.transaction() as session:
            return disclosures.disclose(session, actor=actor, draft_id=ids[hand], commitment=COMMITMENT, now=now, random=random).id

    told = [each for each in at_once(click) if isinstance(each, Conflict)]
    with database.reading() as session:
        only = session.scalars(select(Disclosure)).one()
        assert [each.facts["public_id"] for each in told] == [only.public_id] * (HANDS - 1)


def test_of_all_who_save_a_draft_at_once_one_is_kept_and_the_others_are_told(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = enterprise(session, now)
        actor = member(session, now, firm)
        draft = drafted(session, now, actor, firm)
        draft_id, opened = draft.id, draft.revision

    def save(hand: int) -> object:
        with database.transaction() as session:
            return drafts.save(session, actor=actor, draft_id=draft_id, content=Content(title=f"第{hand}手"), revision=opened, now=now).title

    got = at_once(save)
    kept = [each for each in got if isinstance(each, str)]
    assert len(kept) == 1
    assert [each.code for each in got if isinstance(each, Conflict)] == ["changed_meanwhile"] * (HANDS - 1)
