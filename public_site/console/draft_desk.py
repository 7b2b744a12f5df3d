"""What every page of a draft begins with: the draft of this enterprise, its content, what the self-check says of it, and the page's frame."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, g, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from public_site import presenters, words
from public_site.auth import settings
from public_site.console import draft_form
from public_site.console.home import desk_of
from public_site.params import Form
from public_site.words import drafts as said
from registry.actions import drafts as actions
from registry.db import utc_now
from registry.errors import Conflict, NotFound
from registry.legal_time import legal_day
from registry.models import Draft
from registry.queries import disclosures, drafts
from registry.queries.enterprises import Desk
from registry.rules import permission, self_check
from registry.rules.content import Content
from registry.rules.permission import Scope
from registry.rules.self_check import Remark, World


@dataclass(frozen=True)
class Opened:
    """A draft with everything that its pages show."""

    draft: Draft
    content: Content
    desk: Desk
    world: World
    remarks: tuple[Remark, ...]
    saver: str

    @property
    def parts(self) -> tuple[str, ...]:
        return draft_form.parts_of(self.content)

    @property
    def may_edit(self) -> bool:
        return permission.allowed(g.actor, "draft.edit", Scope(self.draft.enterprise_id))

    def after(self, part: str) -> str:
        """The page that follows."""
        rest = self.parts[self.parts.index(part) + 1 :] if part in self.parts else self.parts
        return rest[0] if rest else "check"

    def waiting(self, part: str) -> int:
        """How many remarks on this page stand against disclosing."""
        return sum(draft_form.page_of(remark)[0] == part and remark.blocks for remark in self.remarks)


def own(session: Session, draft_id: int, verb: str = "draft.see") -> Draft:
    """The draft of the enterprise in the address; NotFound for any other."""
    draft = drafts.get(session, draft_id)
    if draft.enterprise_id != g.enterprise_id:
        raise NotFound("not_found")
    permission.require(g.actor, verb, Scope(draft.enterprise_id))
    return draft


def look(session: Session, draft_id: int, content: Content | None = None) -> Opened:
    """The draft with what the self-check says; `content` instead of what is saved. A disclosed draft leads to what it became."""
    draft = own(session, draft_id)
    desk = desk_of(session, g.enterprise_id)
    if draft.disclosed_version_id is not None:
        abort(redirect(url_for("console_draft_check.done", credit_code=desk.enterprise.credit_code, draft_id=draft_id)))
    held, today = content or Content.from_json(draft.content), legal_day(utc_now())
    world = disclosures.world(session, draft.enterprise_id, held, today, draft=draft, text_required=settings().text_required)
    return Opened(draft, held, desk, world, self_check.check(held, world, today), drafts.saver(session, draft))


def save(session: Session, draft_id: int, content: Content, revision: int) -> Draft:
    """Keep `content`; Conflict as `registry.actions.drafts.save` raises it."""
    own(session, draft_id, "draft.edit")
    return actions.save(session, actor=g.actor, draft_id=draft_id, content=content, revision=revision, now=utc_now())


def page(opened: Opened, part: str, *, errors: Mapping[str, str], conflict: Conflict | None = None, values: Mapping[str, object] | None = None, **more: object) -> str:
    """The page of a part with the values of the draft (`values` instead, where given), and a sentence beside each wrong field."""
    # After a conflict the form carries the newest revision: sent again, this page's fields win and all others stay.
    filled = {**draft_form.shown(opened.content), "revision": opened.draft.revision, **(values or {})}
    return render_template(
        f"console/drafts/{part}.html", opened=opened, draft=opened.draft, content=opened.content, enterprise=opened.desk.enterprise, desk=opened.desk, part=part,
        base=base(opened), form=Form(filled, dict(errors)), said=said, conflict=conflict, **more,
    )  # fmt: skip


def base(opened: Opened) -> str:
    """The address below which the draft's pages lie."""
    return f"/console/{opened.desk.enterprise.credit_code}/drafts/{opened.draft.id}"


def sentences(remarks: Mapping[str, Remark]) -> dict[str, str]:
    """The remarks in words, by field."""
    return {name: sentence(remark) for name, remark in remarks.items()}


def sentence(remark: Remark) -> str:
    """What a remark says in the reader's language, its facts filled in."""
    facts = {name: presenters.standard_number(value) if name in ("number", "successor") else value for name, value in remark.facts.items()}
    facts["since"] = ""
    if day := facts.get("day"):
        facts["day"] = presenters.day(datetime.fromisoformat(day).date())
        facts["since"] = _("（%(day)s 起）", day=facts["day"])
    question = f"{remark.word}_question"
    return words.of(question if remark.severity == "question" and words.known(question) else remark.word, **facts)


def revision(typed: Mapping[str, str]) -> int:
    """The revision that the form was opened with; a form without one never matches."""
    sent = typed.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1


def saved_answer(draft: Draft, **more: object) -> Response:
    """What a page that saves as it is typed is told."""
    return jsonify({"saved_at": presenters.clock(draft.saved_at), "revision": draft.revision, **more})


def refused_answer(draft_id: int, refused: Conflict) -> Response:
    """Somebody else saved: who, when, and what a page needs to let its reader choose (RFC 9457 with members of its own)."""
    at = refused.facts.get("at")
    body = {"type": f"/problems/{refused.code}", "title": words.of(refused.code), "status": 409, "by": str(refused.facts.get("by", "")), "draft": draft_id}
    response = jsonify(body | {"at": presenters.clock(at) if isinstance(at, datetime) else "", "revision": refused.facts.get("revision")})
    response.status_code, response.mimetype = 409, "application/problem+json"
    return response


def typed_over(session: Session, draft_id: int, change: Callable[[Content], Content]) -> Opened:
    """The draft as it is now with what was typed in its place, for a page that was refused."""
    return look(session, draft_id, change(Content.from_json(own(session, draft_id).content)))


def token() -> str:
    """A form's token for a page that has been open for long."""
    return str(generate_csrf())
