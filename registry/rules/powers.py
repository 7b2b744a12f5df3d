"""Who may do what: one table, `RULES`. Everything else asks it, by `registry.rules.permission`.

Powers that the Standardization Law gives only to provincial level or above (voiding a standard, Art. 39; revoking a
number, Art. 42) ask for that level here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles in an enterprise (owner, editor, viewer) and in a bureau (the others)."""

    owner = "owner"
    editor = "editor"
    viewer = "viewer"
    registrar = "registrar"
    handler = "handler"
    approver = "approver"
    inspector = "inspector"
    auditor = "auditor"


ENTERPRISE_ROLES = (Role.owner, Role.editor, Role.viewer)
BUREAU_ROLES = (Role.registrar, Role.handler, Role.approver, Role.inspector, Role.auditor)
LEVELS = ("county", "city", "province")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a verb. Any one of the ways is enough."""

    enterprise: tuple[Role, ...] = ()
    bureau: tuple[Role, ...] = ()
    level: str = "county"
    """The least level a bureau must have."""
    anyone: bool = False
    """Any signed-in person with a confirmed address."""
    oneself: bool = False
    substitute: bool = False
    """oneself, or whoever stands in for that person today."""
    stranger: bool = False
    """Anybody at all, without an account."""
    own_bureau: bool = False
    """Only in the very bureau that the scope names, not in one above it."""
    body: bool = False
    """Whoever acts for the assessment body that the scope names."""


_EDIT = (Role.owner, Role.editor)
_SEE = (Role.owner, Role.editor, Role.viewer)
_DESK = (Role.registrar, Role.handler, Role.approver)
_ALL = BUREAU_ROLES

RULES: dict[str, Rule] = {
    # oneself
    "account.change": Rule(oneself=True),
    "account.admit": Rule(),  # only the system: the operator at the terminal
    "message.read": Rule(oneself=True),
    "file.keep": Rule(anyone=True),
    # an enterprise and its people
    "enterprise.register": Rule(anyone=True),
    "enterprise.see": Rule(enterprise=_SEE, bureau=_ALL),
    "enterprise.edit": Rule(enterprise=_EDIT),
    "enterprise.members": Rule(enterprise=(Role.owner,)),
    "member.leave": Rule(oneself=True),
    "invitation.accept": Rule(anyone=True),
    "enterprise.request": Rule(enterprise=(Role.owner,)),
    "fact.claim": Rule(enterprise=_EDIT),
    "fact.confirm": Rule(bureau=(Role.registrar, Role.handler)),
    "dispute.open": Rule(anyone=True),
    "dispute.decide": Rule(bureau=(Role.registrar, Role.approver)),
    "verification.decide": Rule(bureau=(Role.registrar,)),
    "owner.replace": Rule(bureau=(Role.registrar,)),
    # what it discloses
    "draft.see": Rule(enterprise=_SEE),
    "draft.edit": Rule(enterprise=_EDIT),
    "disclosure.make": Rule(enterprise=_EDIT),
    "disclosure.end": Rule(enterprise=_EDIT),
    "platform.indicate": Rule(enterprise=_EDIT),
    "text.read": Rule(enterprise=_SEE, bureau=_ALL),
    "product.edit": Rule(enterprise=_EDIT),
    "product.see": Rule(enterprise=_SEE, bureau=_ALL),
    # printed codes
    "code.revoke": Rule(enterprise=_EDIT, bureau=(Role.handler, Role.approver)),
    "serials.make": Rule(),  # the system only: what an editor ordered
    "kit.order": Rule(enterprise=_EDIT),
    "kit.make": Rule(),  # the system only
    "scans.see": Rule(enterprise=_SEE, bureau=_ALL),
    "scans.count": Rule(),  # the system only
    # reports and complaints
    "case.make": Rule(stranger=True),
    "case.see": Rule(bureau=(Role.registrar, Role.handler, Role.approver)),
    "case.take": Rule(bureau=(Role.handler,)),
    "case.assign": Rule(bureau=(Role.approver,)),
    "case.step": Rule(oneself=True, substitute=True),  # the case's handler
    "reporter.read": Rule(oneself=True, substitute=True),  # the case's handler and nobody else
    "calendar.import": Rule(),  # the system only
    # schemes, rankings, front-runners: an assessment body's own, or where a bureau runs a board itself, that bureau's
    "body.admit": Rule(bureau=(Role.registrar,)),
    "body.members": Rule(bureau=(Role.registrar,), own_bureau=True, body=True),
    "scheme.edit": Rule(bureau=(Role.registrar,), own_bureau=True, body=True),
    "scheme.publish": Rule(bureau=(Role.approver,), own_bureau=True, body=True),
    "ranking.compile": Rule(bureau=(Role.registrar, Role.approver), own_bureau=True, body=True),
    "ranking.publish": Rule(bureau=(Role.approver,), own_bureau=True, body=True),
    "requirement.claim": Rule(enterprise=_EDIT),
    "requirement.decide": Rule(bureau=(Role.registrar,), own_bureau=True, body=True),
    "front_runner.decide": Rule(bureau=(Role.approver,), own_bureau=True, body=True),
    "title.record": Rule(bureau=(Role.registrar, Role.handler)),
    "improvement.see": Rule(enterprise=_SEE),
    "live_ranking.follow": Rule(),  # the system only
    # looking again
    "screening.see": Rule(bureau=_ALL),
    "screening.follow": Rule(),  # the system only
    "matter.excuse": Rule(bureau=(Role.handler, Role.approver)),
    # who inspects whom: internal matters of the very office
    "inspector.keep": Rule(bureau=(Role.registrar,), own_bureau=True),
    "recusal.keep": Rule(bureau=(Role.registrar,), own_bureau=True, oneself=True),  # an inspector tells their own
    "substitution.set": Rule(bureau=(Role.approver,), own_bureau=True, oneself=True),
    "credit_class.keep": Rule(bureau=(Role.registrar,)),
    "credit_class.read": Rule(bureau=(Role.registrar, Role.approver, Role.auditor)),
    # plan and draw
    "plan.see": Rule(bureau=_ALL, own_bureau=True),
    "plan.edit": Rule(bureau=(Role.registrar, Role.handler), own_bureau=True),
    "plan.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    "draw.freeze": Rule(bureau=(Role.registrar, Role.approver), own_bureau=True),
    "draw.make": Rule(bureau=(Role.approver,), own_bureau=True),
    "draw.bundle": Rule(bureau=(Role.auditor,), own_bureau=True),
    "draw.proof": Rule(enterprise=_SEE),
    # inspections: the two inspectors act, the office reads
    "inspection.see": Rule(bureau=_ALL, own_bureau=True),
    "inspection.answer": Rule(oneself=True, substitute=True),
    "inspection.replace": Rule(bureau=(Role.approver,), own_bureau=True),
    "inspection.end": Rule(bureau=(Role.handler, Role.approver), own_bureau=True),
    "finding.read": Rule(enterprise=_SEE, bureau=_ALL, own_bureau=True),
    "finding.reply": Rule(enterprise=_EDIT),
    "finding.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    "finding.correct": Rule(bureau=(Role.approver,), own_bureau=True),
    "recheck.ask": Rule(enterprise=_EDIT),
    "recheck.decide": Rule(bureau=(Role.approver,), own_bureau=True),
    # orders to rectify; voiding and revoking are the province's (Standardization Law Art. 39, 42)
    "rectification.see": Rule(enterprise=_SEE, bureau=_ALL, own_bureau=True),
    "rectification.order": Rule(bureau=(Role.handler, Role.approver), own_bureau=True),
    "rectification.step": Rule(bureau=(Role.handler, Role.approver), own_bureau=True),
    "rectification.ask": Rule(enterprise=_EDIT),
    "rectification.follow": Rule(),  # the system only
    "public_notice.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    "province.escalate": Rule(bureau=(Role.handler, Role.approver), own_bureau=True),
    "province.see": Rule(bureau=_ALL, level="province", own_bureau=True),
    "province.decide": Rule(bureau=(Role.approver,), level="province", own_bureau=True),
    # counters, targets, bulletins
    "statistics.count": Rule(),  # the system only
    "target.keep": Rule(bureau=(Role.registrar,), own_bureau=True),
    "bulletin.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    # honours and what is paid for them
    "honour.claim": Rule(enterprise=_EDIT),
    "honour.see": Rule(enterprise=_SEE, bureau=_ALL),
    "honour.decide": Rule(bureau=(Role.registrar, Role.handler)),
    "policy.edit": Rule(bureau=(Role.registrar,), own_bureau=True),
    "policy.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    "subsidy.see": Rule(bureau=_ALL, own_bureau=True),
    "subsidy.compute": Rule(bureau=(Role.registrar, Role.handler), own_bureau=True),
    "subsidy.publish": Rule(bureau=(Role.approver,), own_bureau=True),
    "profile.make": Rule(enterprise=_EDIT),
    "profile.see": Rule(enterprise=_SEE),
    # the bureau
    "bureau.add": Rule(),  # the system only: from the terminal
    "desk.see": Rule(bureau=_ALL),
    "bureau.edit": Rule(bureau=(Role.registrar,), own_bureau=True),
    "bureau.members": Rule(bureau=(Role.registrar,), own_bureau=True),
    "audit.read": Rule(bureau=(Role.auditor,)),
    "vocabulary.keep": Rule(bureau=(Role.registrar,)),
    "catalogue.keep": Rule(bureau=(Role.registrar,)),
    "standing.record": Rule(bureau=(Role.handler, Role.approver)),
    "standing.publicly_note": Rule(bureau=(Role.approver,)),
    "standing.provincial": Rule(bureau=(Role.approver,), level="province"),
}
