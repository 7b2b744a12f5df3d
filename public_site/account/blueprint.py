"""The blueprint of the person's own pages, and how its forms answer."""

import secrets
from collections.abc import Mapping

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from flask import session as cookie

from public_site import auth
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.security import limiter
from registry.actions import sign_ins
from registry.db import utc_now
from registry.errors import Invalid, TooMany
from registry.passwords import Proof
from registry.rules.contact import Contact
from registry.rules.secret import Secret

bp = Blueprint("account", __name__, url_prefix="/account")
posts = limiter.limit("30/minute", methods=["POST"])
"""Whoever sends these forms more often is a program."""


def again(template: str, error: Invalid | TooMany, **facts: object) -> Response:
    """The form once more, with what was typed and what is wrong, or how long to wait."""
    if isinstance(error, Invalid):
        return make_response(render_template(template, form=Form.refused(request.form, error), wait=0, **facts), 422)
    wait = int(str(error.facts["retry_after"]))
    answer = make_response(render_template(template, form=Form(request.form), wait=wait, **facts), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def stop_at(wrong: Mapping[str, str]) -> None:
    """Raise Invalid when anything is wrong."""
    if wrong:
        raise Invalid(wrong)


def make_secret() -> Secret:
    """For a link or a text message."""
    return Secret(auth.new_token(), f"{secrets.randbelow(10**6):06d}")


def remember_sent(contact: Contact, made: Secret) -> None:
    """Keep in the browser where a message went and, for a text message, what makes its digits valid here.

    Never what is in the message: a link's secret must come back from the mailbox.
    """
    cookie["sent"] = {"channel": str(contact.channel), "to": contact.address, "token": made.token if contact.channel == "sms" else ""}


def sent() -> dict[str, str]:
    """What `remember_sent` kept, or nothing."""
    return dict(cookie.get("sent") or {})


def forget_sent() -> None:
    """The message has done its work."""
    cookie.pop("sent", None)


def own_proof(wrong: dict[str, str] | None = None) -> Proof:
    """That the person who is signed in has typed the current password; a wrong one is counted and put into `wrong`. Raises TooMany."""
    now = utc_now()
    with reading() as session:
        claimed = sign_ins.claim_own(session, g.actor.account_id, auth.browser(), now=now)
    proof = auth.passwords().prove(claimed, request.form.get("current_password", ""))
    if not proof.holds:
        with transaction() as session:
            sign_ins.refuse_own(session, actor=g.actor, browser=auth.browser(), now=now)
        if wrong is not None:
            wrong |= {"current_password": "password_wrong"}
    return proof


def onwards(default: str) -> Response:
    """To where the person was going, when that is on this site."""
    wanted = auth.local(request.form.get("next") or request.args.get("next"))
    return make_response(redirect(wanted or default, 303))
