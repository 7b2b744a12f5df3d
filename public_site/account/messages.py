"""What the registry has told the person."""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.account.blueprint import bp
from public_site.database import reading, transaction
from public_site.outgoing import words
from registry.actions import accounts
from registry.actions import messages as actions
from registry.db import utc_now
from registry.queries import messages as queries

A_PAGE = 30


@bp.get("/messages")
@access("signed_in")
def messages() -> ResponseReturnValue:
    before = request.args.get("before", "")
    with reading() as session:
        found = queries.of_account(session, g.actor.account_id, limit=A_PAGE + 1, before=int(before) if before.isdecimal() and len(before) < 19 else None)
        shown = [(message, words.subject(message.kind, message.facts), words.sentence(message.kind, message.facts)) for message in found[:A_PAGE]]
        older = found[A_PAGE - 1].id if len(found) > A_PAGE else None
        return render_template("account/messages.html", messages=shown, older=older, unread=queries.unread(session, g.actor.account_id))


@bp.post("/messages/<int:message_id>/read")
@access("signed_in")
def read_message(message_id: int) -> ResponseReturnValue:
    """Marks it as read and goes to where the matter stands."""
    with transaction() as session:
        path = actions.read(session, actor=g.actor, message_id=message_id, now=utc_now()).path
    return redirect(path or url_for(".messages"), 303)


@bp.post("/messages/read")
@access("signed_in")
def read_all() -> ResponseReturnValue:
    with transaction() as session:
        accounts.read_messages(session, actor=g.actor, now=utc_now())
    return redirect(url_for(".messages"), 303)
