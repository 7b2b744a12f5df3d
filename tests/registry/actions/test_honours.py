"""Honours are claimed with evidence, become the bureau's word when confirmed, and a wrong confirmation is taken back in the open."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import honours
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry, DeskTask, Enterprise, HonourStep, LedgerEntry, Message
from registry.queries import honours as queries
from registry.rules.honour import Claim
from registry.rules.permission import Actor, Office
from tests.factories import honours as made
from tests.factories import people


@dataclass
class Desk:
    session: Session
    now: datetime
    firm: Enterprise
    owner: Actor
    officer: Actor

    def decide(self, honour_id: int, decision: str = "confirmed", reason: str = "", actor: Actor | None = None) -> HonourStep:
        return honours.decide(self.session, actor=actor or self.officer, honour_id=honour_id, decision=decision, reason=reason, now=self.now)

    def word(self, honour_id: int) -> str:
        self.session.flush()
        return queries.get(self.session, honour_id).word

    def neighbour(self) -> tuple[Actor, Enterprise]:
        firm = people.enterprise(self.session, self.now, name="邻家橡胶有限公司（示例）")
        return people.member(self.session, self.now, firm), firm


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    firm = people.enterprise(session, now)
    return Desk(session, now, firm, people.member(session, now, firm), people.officer(session, now, people.bureau(session, now)))


def test_a_claim_waits_and_becomes_a_public_fact_when_confirmed(desk: Desk) -> None:
    row = made.claimed(desk.session, desk.now, desk.owner, desk.firm)
    assert (desk.word(row.id), desk.session.query(LedgerEntry).count()) == ("waiting", 0)
    desk.decide(row.id)
    assert desk.word(row.id) == "confirmed"
    entry = desk.session.query(LedgerEntry).one()
    assert entry.kind == "honour.confirmed"
    assert "GB/T 7984-2013" in entry.content
    assert [each.kind for each in desk.session.query(Message)] == ["honour.confirmed"]
    assert [each.action for each in desk.session.query(AuditEntry).order_by(AuditEntry.id)] == ["honour.claimed", "honour.confirmed"]
    with pytest.raises(Conflict):
        desk.decide(row.id, "refused", "来源查不到")


def test_the_desks_look_again_at_an_honour_that_was_decided(database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        officer = people.officer(session, now, people.bureau(session, now))
        row = made.confirmed(session, now, people.member(session, now, firm), firm, officer)
        honour_id = row.id
    with database.reading() as session:
        assert ("honour", honour_id) in {(each.kind, each.subject_id) for each in session.query(DeskTask)}


def test_a_refusal_needs_a_reason_and_leaves_no_public_trace(desk: Desk) -> None:
    row = made.claimed(desk.session, desk.now, desk.owner, desk.firm)
    with pytest.raises(Invalid) as silent:
        desk.decide(row.id, "refused")
    assert silent.value.fields == {"reason": "reason_required"}
    with pytest.raises(Invalid) as nothing:
        desk.decide(row.id, "")
    assert nothing.value.fields == {"decision": "choose_one"}
    desk.decide(row.id, "refused", "公告里没有这家企业")
    assert desk.session.query(LedgerEntry).count() == 0
    made.claimed(desk.session, desk.now, desk.owner, desk.firm)  # a refused claim may be made anew


def test_one_thing_is_claimed_once_however_it_is_spelt(desk: Desk) -> None:
    made.claimed(desk.session, desk.now, desk.owner, desk.firm)
    with pytest.raises(Invalid) as again:
        made.claimed(desk.session, desk.now, desk.owner, desk.firm, subject="ＧＢ／T 7984—2013", place=4)
    assert again.value.fields == {"subject": "honour_claimed_already"}


def test_every_wrong_field_is_named(desk: Desk) -> None:
    wrong = {
        Claim("drafted_standard", "industry", "GB/T 7984-2013", place=0, achieved_on=date(2027, 1, 1), source_url="ftp://x"): {
            "grade": "honour_grade_other", "place": "honour_place_wrong", "achieved_on": "day_in_the_future", "source": "required", "source_url": "not_an_address", "evidence": "file_required",
        },
        Claim("drafted_standard", "national", "GB/T 7984", source="x", place=1, achieved_on=date(2026, 1, 1)): {"subject": "honour_number_undated", "evidence": "file_required"},
        Claim("award", "national_first", "", source="x", place=1): {"subject": "required", "place": "honour_place_unasked", "achieved_on": "required", "evidence": "file_required"},
        Claim("medal"): {"kind": "choose_one", "evidence": "file_required"},
    }  # fmt: skip
    for claim, fields in wrong.items():
        with pytest.raises(Invalid) as refused:
            honours.claim(desk.session, actor=desk.owner, enterprise_id=desk.firm.id, claimed=claim, evidence_sha256=None, random=made.BITS, now=desk.now)
        assert refused.value.fields == fields


def test_a_place_that_another_enterprise_holds_is_not_confirmed_twice(desk: Desk) -> None:
    made.confirmed(desk.session, desk.now, desk.owner, desk.firm, desk.officer)
    owner, firm = desk.neighbour()
    second = made.claimed(desk.session, desk.now, owner, firm)
    with pytest.raises(Invalid) as taken:
        desk.decide(second.id)
    assert taken.value.fields == {"decision": "honour_place_taken"}


def test_an_annulled_confirmation_frees_the_place_and_stays_readable(desk: Desk) -> None:
    first = made.confirmed(desk.session, desk.now, desk.owner, desk.firm, desk.officer)
    honours.annul(desk.session, actor=desk.officer, honour_id=first.id, reason="公告更正：起草单位是另一家", now=desk.now)
    assert desk.word(first.id) == "annulled"
    assert [each.word for each in queries.get(desk.session, first.id).steps] == ["confirmed", "annulled"]
    owner, firm = desk.neighbour()
    made.confirmed(desk.session, desk.now, owner, firm, desk.officer)
    assert [each.kind for each in desk.session.query(LedgerEntry).order_by(LedgerEntry.id)] == ["honour.confirmed", "honour.annulled", "honour.confirmed"]
    with pytest.raises(Conflict):
        honours.annul(desk.session, actor=desk.officer, honour_id=first.id, reason="再次", now=desk.now)


def test_nobody_decides_on_their_own_and_a_bureau_elsewhere_finds_nothing(desk: Desk) -> None:
    row = made.claimed(desk.session, desk.now, desk.owner, desk.firm)
    both = Actor(account_id=desk.owner.account_id, enterprises=desk.owner.enterprises, offices=desk.officer.offices, confirmed=True)
    with pytest.raises(NotAllowed):
        desk.decide(row.id, actor=both)
    elsewhere = people.officer(desk.session, desk.now, people.bureau(desk.session, desk.now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    with pytest.raises(NotFound):
        desk.decide(row.id, actor=elsewhere)
    with pytest.raises(NotAllowed):
        desk.decide(row.id, actor=people.officer(desk.session, desk.now, people.bureau(desk.session, desk.now, name="二局（示例）"), "inspector"))


def test_the_public_log_names_no_person_of_a_chief_standards_officer(desk: Desk) -> None:
    made.confirmed(desk.session, desk.now, desk.owner, desk.firm, desk.officer, kind="chief_standards_officer", grade="", subject="关于任命张三的决定", title="", place=None)
    assert "张三" not in desk.session.query(LedgerEntry).one().content


def test_the_desk_lists_what_waits_oldest_first_and_knows_the_next(desk: Desk) -> None:
    first, second = (made.claimed(desk.session, desk.now, desk.owner, desk.firm, subject=number) for number in ("GB/T 7984-2013", "GB/T 10822-2014"))
    offices: tuple[Office, ...] = desk.officer.offices
    assert [each.row.id for each in queries.listed(desk.session, offices)[0]] == [first.id, second.id]
    assert queries.following(desk.session, offices, first.id) == second.id
    honours.withdraw(desk.session, actor=desk.owner, honour_id=second.id, now=desk.now)
    assert queries.following(desk.session, offices, first.id) is None
    assert queries.listed(desk.session, offices, decided=True)[1] == 1
