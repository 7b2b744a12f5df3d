"""Drafts: private, half-filled, saved by several people, started from what is there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.actions import drafts, endings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import AuditEntry, CatalogueStandard, Draft, Floor, IndicatorConcept
from registry.queries import drafts as queries
from registry.rules.content import Content, Line
from tests.factories.contents import content
from tests.factories.disclosures import changed, disclosed
from tests.factories.people import bureau, enterprise, member, officer


def test_a_half_filled_draft_is_kept_as_typed(session: Session, now: datetime) -> None:
    firm = enterprise(session, now, verified=False)
    actor = member(session, now, firm, "editor")
    typed = Content(number="Q/", title="橡胶", lines=(Line(name="拉伸", low="约15"), Line()))
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    drafts.save(session, actor=actor, draft_id=draft.id, content=typed, revision=draft.revision, now=now)
    session.expire_all()
    assert Content.from_json(queries.get(session, draft.id).content) == typed
    assert queries.get(session, draft.id).title == "橡胶"


def test_what_no_database_can_hold_is_left_out(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    drafts.save(session, actor=actor, draft_id=draft.id, content=Content(title="橡\x00胶\ud800", lower_statement="一\r\n二", answers={"x": "\x07好"}), revision=1, now=now)
    session.expire_all()
    kept = Content.from_json(queries.get(session, draft.id).content)
    assert (kept.title, kept.lower_statement, kept.answers) == ("橡胶", "一\n二", {"x": "好"})


def test_who_saves_second_is_told_who_saved_first_and_overwrites_nothing(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    first, second = member(session, now, firm), member(session, now, firm, "editor")
    draft = drafts.start(session, actor=first, enterprise_id=firm.id, now=now)
    opened = draft.revision
    drafts.save(session, actor=first, draft_id=draft.id, content=Content(title="先存"), revision=opened, now=now)
    with pytest.raises(Conflict) as told:
        drafts.save(session, actor=second, draft_id=draft.id, content=Content(title="后存"), revision=opened, now=now)
    assert (told.value.code, told.value.facts["by"], told.value.facts["at"]) == ("changed_meanwhile", "王小明", now)
    assert draft.title == "先存"


@pytest.mark.parametrize("verb", ["save", "discard"])
def test_another_enterprise_s_draft_does_not_exist(session: Session, now: datetime, verb: str) -> None:
    firm, other = enterprise(session, now), enterprise(session, now, name="别家（示例）")
    owner, stranger, official = member(session, now, firm), member(session, now, other), officer(session, now, bureau(session, now))
    draft = drafts.start(session, actor=owner, enterprise_id=firm.id, now=now)
    given = {"content": Content(), "revision": 1} if verb == "save" else {}
    for actor in (stranger, official):
        with pytest.raises(NotFound):
            getattr(drafts, verb)(session, actor=actor, draft_id=draft.id, now=now, **given)
        with pytest.raises(NotFound):
            drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)


def test_a_viewer_sees_and_does_not_write(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    with pytest.raises(NotAllowed):
        drafts.start(session, actor=member(session, now, firm, "viewer"), enterprise_id=firm.id, now=now)


def test_a_discarded_draft_is_gone_from_the_desk(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    kept, dropped = (drafts.start(session, actor=actor, enterprise_id=firm.id, now=now) for _ in range(2))
    drafts.discard(session, actor=actor, draft_id=dropped.id, now=now)
    assert queries.of_enterprise(session, firm.id) == [kept]
    with pytest.raises(NotFound):
        queries.get(session, dropped.id)


def test_a_copy_takes_the_table_along_and_neither_number_nor_answers(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    version = disclosed(session, now, actor, firm, content(answers={"x": "y"}, in_force_from="2026-11-20"))
    copy = Content.from_json(drafts.start(session, actor=actor, enterprise_id=firm.id, copy_version_id=version.id, now=now).content)
    assert (copy.number, copy.in_force_from, copy.answers) == ("", "", {})
    assert [line.name for line in copy.lines] == ["带速", "拉伸强度"]


def test_the_floors_of_a_standard_fill_the_table(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    concept = IndicatorConcept(code="tensile-strength", name="拉伸强度", name_en="Tensile strength", kind="performance", quantity="pressure", direction="higher", grades=[], conditions={}, method="GB/T 528-2009", created_at=now)
    standard = CatalogueStandard(number="GB/T 990002-2024", klass="national", compact_key="national:GBT990002:2024", undated_key="national:GBT990002", bare_key="990002", title="示例", mandatory=False)
    session.add_all([concept, standard])
    session.flush()
    session.add(Floor(standard_id=standard.id, concept_id=concept.id, operator="at_least", low="15", unit="MPa", source="示例", recorded_at=now))
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, copy_standard_id=standard.id, now=now)
    assert Content.from_json(draft.content).lines == (Line("拉伸强度", "tensile-strength", "performance", "at_least", "15", unit="MPa", method="GB/T 528-2009"),)


def test_a_change_begins_from_the_newest_version(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    changed(session, now, actor, version, "amend", title="新名称")
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, purpose="amend", disclosure_id=version.disclosure_id, now=now)
    assert (draft.title, Content.from_json(draft.content).change_reason) == ("新名称", "")


def test_another_enterprise_s_disclosure_is_neither_copied_nor_changed(session: Session, now: datetime) -> None:
    firm, other = enterprise(session, now), enterprise(session, now, name="别家（示例）")
    version = disclosed(session, now, member(session, now, firm), firm)
    stranger = member(session, now, other)
    for wanted in ({"copy_version_id": version.id}, {"purpose": "amend", "disclosure_id": version.disclosure_id}, {"purpose": "amend"}, {"copy_standard_id": 7}):
        with pytest.raises(NotFound):
            drafts.start(session, actor=stranger, enterprise_id=other.id, now=now, **wanted)
    with pytest.raises(Invalid):
        drafts.start(session, actor=stranger, enterprise_id=other.id, purpose="borrow", now=now)


def test_what_has_ended_takes_no_change(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    endings.withdraw(session, actor=actor, disclosure_id=version.disclosure_id, effective_on=legal_day(now), reason="停产", now=now)
    with pytest.raises(Conflict, match="disclosure_ended"):
        drafts.start(session, actor=actor, enterprise_id=firm.id, purpose="amend", disclosure_id=version.disclosure_id, now=now)


def test_a_slip_is_corrected_within_the_days_of_the_setting(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    version = disclosed(session, now, actor, firm)
    wanted = {"actor": actor, "enterprise_id": firm.id, "purpose": "correct", "disclosure_id": version.disclosure_id, "correction_days": 3}
    assert drafts.start(session, now=now + timedelta(days=3), **wanted).purpose == "correct"
    with pytest.raises(Conflict, match="correction_over"):
        drafts.start(session, now=now + timedelta(days=3, seconds=1), **wanted)


def test_a_disclosed_draft_is_neither_saved_nor_discarded(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    draft = session.get_one(Draft, disclosed(session, now, actor, firm).draft_id)
    with pytest.raises(Conflict, match="already_disclosed"):
        drafts.save(session, actor=actor, draft_id=draft.id, content=replace(content(), title="改"), revision=draft.revision, now=now)
    with pytest.raises(Conflict, match="already_disclosed"):
        drafts.discard(session, actor=actor, draft_id=draft.id, now=now)


def test_every_step_of_a_draft_leaves_a_trace(session: Session, now: datetime) -> None:
    firm = enterprise(session, now)
    actor = member(session, now, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, now=now)
    drafts.save(session, actor=actor, draft_id=draft.id, content=Content(), revision=draft.revision, now=now)
    drafts.discard(session, actor=actor, draft_id=draft.id, now=now)
    session.flush()
    traces = session.execute(select(AuditEntry.action, func.count()).where(AuditEntry.subject_id == draft.id, AuditEntry.enterprise_id == firm.id).group_by(AuditEntry.action))
    assert {row[0]: row[1] for row in traces} == {"draft.start": 1, "draft.save": 1, "draft.discard": 1}
