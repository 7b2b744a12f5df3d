"""How the public reaches my bureau: what stands beside the form for reports, kept by its registrars."""

from dataclasses import asdict

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import bureaus
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.queries import bureaus as queries
from registry.rules import permission
from registry.rules.office_contact import LONGEST_ADDRESS, OfficeContact
from registry.rules.permission import Scope

bp = Blueprint("regulator_office_contact", __name__)


@bp.get("/regulator/people/<int:bureau_id>/contact")
@access("bureau")
def show(bureau_id: int) -> ResponseReturnValue:
    return _page(bureau_id, None)


@bp.post("/regulator/people/<int:bureau_id>/contact")
@access("bureau")
def save(bureau_id: int) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in OfficeContact.__slots__}
    before = OfficeContact(**{name: request.form.get(f"before_{name}", "") for name in OfficeContact.__slots__})
    try:
        with transaction() as session:
            bureaus.edit_contact(session, actor=g.actor, bureau_id=bureau_id, **typed, before=before, now=utc_now())
    except Invalid as refused:
        return _page(bureau_id, Form.refused(typed, refused), before=before), 422
    except Conflict as conflict:
        return _page(bureau_id, Form(typed), conflict=words.of(conflict.code)), 409
    flash(_("已保存"), "good")
    return redirect(url_for("regulator_people.show", bureau_id=bureau_id))


def _page(bureau_id: int, form: Form | None, *, before: OfficeContact | None = None, conflict: str = "") -> str:
    """`before` is what the person saw when the form was opened; after a conflict that is what stands now."""
    with reading() as session:
        bureau = queries.get(session, bureau_id)
        permission.require(g.actor, "bureau.edit", Scope(bureau_id=bureau.id))
        stands = bureaus.contact_of(bureau)
        return render_template(
            "regulator/office_contact.html", bureau=bureau, stands=stands, before=asdict(before or stands), form=form or Form(asdict(stands)), conflict=conflict, longest=LONGEST_ADDRESS,
        )  # fmt: skip
