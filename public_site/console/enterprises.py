"""An enterprise registers and keeps what it tells of itself."""

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params, words
from public_site.access import access
from public_site.console import choosing
from public_site.console.home import desk_of, step_of
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import division as division_name
from registry.actions import enterprises
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.models import Enterprise
from registry.queries import bureaus
from registry.queries import enterprises as queries
from registry.rules import credit_code as codes
from registry.rules.enterprise import LONGEST_LINE, PUBLIC_FIELDS, Profile, is_seat, wrong_fields

bp = Blueprint("console_enterprises", __name__)
LINES = ("name", "town", "address", "website", "contact_name", "contact_phone", "contact_email", "chief_standards_officer")


@bp.get("/console/enterprises/new")
@access("signed_in")
def new() -> ResponseReturnValue:
    """First the code alone: it tells whether the enterprise is here already, and where it was registered."""
    typed = request.args.get("credit_code", "")
    if not typed:
        return render_template("console/enterprise_code.html", form=Form())
    if problem := codes.problem(typed):
        form = Form({"credit_code": typed}, {"credit_code": words.of(f"credit_code_{problem}")})
        return render_template("console/enterprise_code.html", form=form), 422
    code = codes.parse(typed)
    with reading() as session:
        holder = queries.by_credit_code(session, code.code)
        if holder is not None:
            return _taken(holder)
    here = division_name(code.division) if is_seat(code.division) else ""
    return _page(code, Form({"division": here}))


@bp.post("/console/enterprises/new")
@access("signed_in")
def register() -> ResponseReturnValue:
    typed, profile, options = read_profile(request.form)
    try:
        readable(request.form, profile)
        with transaction() as session:
            enterprise = enterprises.register(session, actor=g.actor, credit_code=request.form.get("credit_code", ""), profile=profile, now=utc_now())
    except Invalid as refused:
        if "credit_code" in refused.fields:
            return render_template("console/enterprise_code.html", form=Form.refused(request.form, refused)), 422
        return _page(codes.parse(request.form["credit_code"]), beside(typed, refused, options), options), 422
    except Conflict as refused:
        return redirect(url_for("console_claims.new", credit_code=refused.facts["credit_code"]))
    flash(_("已登记 %(name)s", name=enterprise.name), "good")
    return redirect(url_for("console_enterprises.show", credit_code=enterprise.credit_code))


@bp.get("/console/<credit_code>")
@access("enterprise")
def show(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        return render_template(
            "console/enterprise.html", desk=desk, enterprise=desk.enterprise, step=step_of(desk), names=queries.names(session, g.enterprise_id),
            over=bureaus.over(session, desk.enterprise.division_code), industry=choosing.industry_name(desk.enterprise.industry_code), public=PUBLIC_FIELDS,
        )


@bp.get("/console/<credit_code>/profile")
@access("enterprise")
def profile(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        enterprise = queries.get(session, g.enterprise_id)
        values: dict[str, object] = {name: getattr(enterprise, name) for name in LINES}
        values |= {"division": division_name(enterprise.division_code), "industry": choosing.industry_name(enterprise.industry_code), "revision": enterprise.revision}
        return render_template("console/enterprise_edit.html", enterprise=enterprise, form=Form(values), options={}, public=PUBLIC_FIELDS)


@bp.post("/console/<credit_code>/profile")
@access("enterprise")
def save(credit_code: str) -> ResponseReturnValue:
    typed, profile, options = read_profile(request.form)
    try:
        revision = readable(request.form, profile)
        with transaction() as session:
            enterprise = queries.get(session, g.enterprise_id)
            if enterprise.verified_at is not None:  # what the licence proved is not in the form
                profile = Profile(**{**_fields(profile), "name": enterprise.name, "division_code": enterprise.division_code, "town": enterprise.town or ""})
            enterprises.edit(session, actor=g.actor, enterprise_id=g.enterprise_id, profile=profile, revision=revision, now=utc_now())
    except Invalid as refused:
        with reading() as session:
            enterprise = queries.get(session, g.enterprise_id)
            return render_template("console/enterprise_edit.html", enterprise=enterprise, form=beside(typed, refused, options), options=options, public=PUBLIC_FIELDS), 422
    flash(_("已保存"), "good")
    return redirect(url_for("console_enterprises.show", credit_code=credit_code))


def read_profile(source: Mapping[str, str]) -> tuple[dict[str, object], Profile, dict[str, tuple[tuple[str, str], ...]]]:
    """What was typed, the profile it makes, and what there is to choose from where a text fits several codes."""
    typed: dict[str, object] = dict(source)
    place = choosing.division(source.get("division", "").strip(), source.get("division_code", ""))
    industry = choosing.industry(source.get("industry", "").strip(), source.get("industry_code", ""))
    typed |= {"division": place.text, "industry": industry.text}
    lines = {name: source.get(name, "").strip() for name in LINES}
    lines |= {name: params.folded(lines[name]) for name in ("contact_phone", "contact_email", "website")}
    profile = Profile(**lines, division_code=place.code, industry_code=industry.code or ("?" if industry.text else ""))
    return typed, profile, {"division": place.options, "industry": industry.options}


def readable(source: Mapping[str, str], profile: Profile) -> int:
    """The form's revision. Raises Invalid with every wrong field when some text cannot be kept at all (control characters)."""
    typed = params.Typed(source)
    for name in LINES:
        typed.text(name, required=False, longest=LONGEST_LINE)
    if typed.wrong:
        raise Invalid(wrong_fields(profile) | typed.wrong, **typed.facts)
    return typed.integer("revision", least=0, most=10**9, default=0)


def beside(typed: Mapping[str, object], refused: Invalid, options: Mapping[str, tuple[tuple[str, str], ...]]) -> Form:
    """The form again, with the words for codes beside the boxes in which they are typed."""
    fields = dict(refused.fields)
    for name, code in (("division", "division_code"), ("industry", "industry_code")):
        wrong = fields.pop(code, None)
        if wrong:
            typed_something = bool(typed.get(name))
            fields[name] = f"{name}_choose" if options.get(name) else f"{name}_unknown" if typed_something and wrong == "required" else wrong
    return Form.refused(typed, Invalid(fields, **refused.facts))


def _page(code: codes.CreditCode, form: Form, options: Mapping[str, tuple[tuple[str, str], ...]] | None = None) -> str:
    return render_template("console/enterprise_new.html", code=code, form=form, options=options or {}, public=PUBLIC_FIELDS)


def _taken(holder: Enterprise) -> ResponseReturnValue:
    """One's own enterprise opens; anybody else's is explained."""
    if g.actor.role_in(holder.id):
        return redirect(url_for("console_enterprises.show", credit_code=holder.credit_code))
    return redirect(url_for("console_claims.new", credit_code=holder.credit_code))


def _fields(profile: Profile) -> dict[str, str]:
    return {name: getattr(profile, name) for name in profile.__slots__}
