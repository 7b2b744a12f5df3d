"""The page of a disclosure: what an enterprise declares, what stands against it, and every version there ever was.

An address never dies: whatever became of the disclosure, it answers and says so in its first line.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from public_site import params, screening_said, words
from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.pages import badge_lines, indicator_rows
from public_site.pages.headlines import headline, notices, since
from public_site.pages.machine import address, json_page, status_facts
from public_site.pages.spoken import tables
from public_site.presenters import title_marks
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import inspections
from public_site.words import pages as named
from registry.db import utc_now
from registry.errors import NotFound
from registry.files import Files
from registry.legal_time import legal_day
from registry.queries import public
from registry.queries.public import PublicDisclosure, VersionLine
from registry.rules import document

bp = Blueprint("disclosures", __name__, url_prefix="/disclosures")


@bp.get("/<public_id>")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    if public_id != public_id.upper():
        return redirect(f"{bp.url_prefix}/{public_id.upper()}", 301)
    on, wrong = asked_day()
    found, held = _on_day(public_id, on)
    return _shown(found, on=on if held else None, wrong=wrong, nothing_held=on if on and not held else None)


@bp.get("/<public_id>.json")
@access("public")
def twin(public_id: str) -> ResponseReturnValue:
    with looking() as look:
        return json_page(facts(public.disclosure(look, public_id, today=legal_day(utc_now()))))


@bp.get("/<public_id>/versions/<int:sequence>")
@access("public")
def version(public_id: str, sequence: int) -> ResponseReturnValue:
    found = read(public_id, sequence=sequence)
    return _shown(found, sequence=sequence)


@bp.get("/<public_id>/versions/<int:sequence>.json")
@access("public")
def canonical(public_id: str, sequence: int) -> ResponseReturnValue:
    """Exactly the bytes whose SHA-256 is the version's hash, so that `sha256sum` checks it."""
    with looking() as look:
        content, content_hash = public.canonical_text(look, public_id, sequence)
    answer = Response(content.encode(), mimetype="application/json")
    answer.headers["X-Content-SHA256"] = content_hash
    return public_page(answer, seconds=3600)


@bp.get("/<public_id>/versions/<int:newer>/difference/<int:older>")
@access("public")
def difference(public_id: str, newer: int, older: int) -> ResponseReturnValue:
    with looking() as look:
        found = public.disclosure(look, public_id, today=legal_day(utc_now()), sequence=newer)
        before = public.disclosure(look, public_id, today=legal_day(utc_now()), sequence=older)
    changes = document.difference(before.document, found.document)
    return public_page(Response(render_template("pages/difference.html", found=found, older=before.shown, changes=[_change(each) for each in changes], named=named)))


@bp.get("/<public_id>/text.pdf")
@bp.get("/<public_id>/versions/<int:sequence>/text.pdf")
@access("public")
def text(public_id: str, sequence: int | None = None) -> ResponseReturnValue:
    """The standard's text where the enterprise publishes it; a text kept to the bureau is not found here."""
    found = read(public_id, sequence=sequence)
    kept = found.document["text"]
    if not kept or not kept["public"]:
        raise NotFound("not_found")
    opened = Files(current_app.extensions["settings"].files_url).open(kept["sha256"])
    name = f"{found.number.replace('/', '')} {found.document['title']}.pdf"
    return public_page(send_file(opened, mimetype="application/pdf", as_attachment=True, download_name=name, etag=kept["sha256"]), seconds=3600)


def read(public_id: str, *, sequence: int | None = None) -> PublicDisclosure:
    """The disclosure with the version in force, or one of its versions; NotFound."""
    with looking() as look:
        return public.disclosure(look, public_id, today=legal_day(utc_now()), sequence=sequence)


def asked_day() -> tuple[date | None, str]:
    """?on= as a day, and the sentence for one that cannot be read."""
    typed = request.args.get("on", "").strip()
    try:
        return (params.day(typed) if typed else None), ""
    except ValueError:
        return None, words.of("not_a_date")


def _on_day(public_id: str, on: date | None) -> tuple[PublicDisclosure, bool]:
    """What held on the day; the present state and False when nothing did."""
    today = legal_day(utc_now())
    with looking() as look:
        try:
            return public.disclosure(look, public_id, today=today, on=on), True
        except NotFound:
            if on is None:
                raise
        return public.disclosure(look, public_id, today=today), False


def _shown(found: PublicDisclosure, *, sequence: int | None = None, on: date | None = None, wrong: str = "", nothing_held: date | None = None) -> Response:
    rows, compared = indicator_rows.rows(found)
    past = found.shown.sequence != found.status.sequence
    title = f"{found.number} {title_marks(found.document['title'])}"
    body = render_template(
        "pages/disclosure.html", found=found, document=found.document, table=_table(rows, compared), free_names=not all(row.comparable for row in rows), compared=compared, headline=headline(found.status), since=since(found.status), notices=[*notices(found.status), *screening_said.notices(found.overdue)],
        checks=[each for each in found.standings if each.kind == "checked"], check_words=inspections, named=tables(), sequence=sequence, on=on, wrong=wrong, nothing_held=nothing_held, past=past, page_title=title,
        typed_on=request.args.get("on", ""), versions=[_entry(found, each) for each in found.versions],
        badges=badge_lines.shown(found.badges) if found.badges else None,
    )  # fmt: skip
    return public_page(Response(body))


def _table(rows: list[indicator_rows.Row], compared: list[indicator_rows.Compared]) -> Markup:
    spoken, beside = language(), bool(compared)
    return Markup("".join([_row(row, spoken, beside=beside) for row in rows]))  # noqa: S704 - rows of our own template, which escapes


@lru_cache(maxsize=16384)  # most promises are made by many
def _row(row: indicator_rows.Row, _spoken: str, *, beside: bool) -> str:
    """A row of the table as its template writes it, escaped; called while `_spoken` is spoken."""
    return rendered("pages/indicator_row.html", row=row, compared=beside, named=tables())


def _entry(found: PublicDisclosure, line: VersionLine) -> Mapping[str, Any]:
    return {"line": line, "address": f"{bp.url_prefix}/{found.public_id}/versions/{line.sequence}", "now": line.sequence == found.status.sequence and found.status.in_force}


def _change(change: document.Change) -> dict[str, Any]:
    label = named.DIFFERENCES.get(change.label, change.label) if change.section == "fact" else change.label
    cells = [_fact(change.label, value) if change.section == "fact" else indicator_rows.difference_cells(change.section, value) for value in (change.before, change.after)]
    return {"kind": change.kind, "section": named.ROWS.get(change.section, ""), "label": label, "before": cells[0], "after": cells[1]}


def _fact(name: str, value: Any) -> str:
    """A single field of a document in words; "" for none."""
    match name, value:
        case _, None:
            return ""
        case ("enterprise" | "category"), dict():
            return str(value.get("name", ""))
        case "lower", dict():
            return value["statement"] or (_yes(value["stated"]))
        case "text", dict():
            return f"SHA-256 {value['sha256'][:16]}…"
        case _, bool():
            return _yes(value)
        case "basis", str():
            return str(named.BASES.get(value, value))
        case "subject", str():
            return str(named.SUBJECTS.get(value, value))
        case "class", str():
            return str(named.CLASSES.get(value, value))
        case _:
            return str(value)


def _yes(value: object) -> str:
    return str(named.YES if value else named.NO)


def facts(found: PublicDisclosure) -> dict[str, Any]:
    """The disclosure for programs: the version in force, all versions with their hashes, and what authorities recorded."""
    here = f"{bp.url_prefix}/{found.public_id}"
    return {
        "public_id": found.public_id,
        "number": found.number,
        "class": found.klass,
        "basis": found.basis,
        "enterprise": {"name": found.enterprise, "credit_code": found.credit_code, "division_code": found.division_code, "url": address(f"/enterprises/{found.credit_code}.json")},
        "status": status_facts(found.status),
        "version": found.shown.sequence,
        "document": found.document,
        "versions": [_version_facts(here, each) for each in found.versions],
        "withdrawal": {"on": found.withdrawn_on, "reason": found.withdrawn_reason} if found.withdrawn_on else None,
        "succession": _succession(found),
        "standings": [
            {"kind": s.kind, "effective_on": s.effective_on, "until": s.until, "result": s.result, "document": s.document, "source": s.source, "source_url": s.source_url, "bureau": s.bureau, "about": "enterprise" if s.about_enterprise else "disclosure"}
            for s in found.standings
        ],
        "products": [{"name": each.name, "models": each.models, "gtin": each.gtin, "ended": each.ended, "url": address(f"/products/{each.code}.json")} for each in found.products],
        "spot_checks": [
            {"public_id": each.public_id, "verdict": each.verdict, "checked_on": each.checked_on, "published_at": each.published_at, "url": address(f"/spot-checks/results/{each.public_id}.json")}
            for each in found.findings
        ],
        **badge_lines.facts(found.badges),
        "asked_and_overdue": screening_said.facts(found.overdue),
        "national_platform": {"url": found.platform_url, "on": found.platform_on} if found.platform_url else None,
        "links": {"page": address(here), "receipt": address(f"{here}/receipt"), "receipt_pdf": address(f"{here}/receipt.pdf"), "text": address(f"{here}/text.pdf") if _text_is_public(found) else None},
    }  # fmt: skip


def _text_is_public(found: PublicDisclosure) -> bool:
    return bool(found.document["text"] and found.document["text"]["public"])


def _version_facts(here: str, line: VersionLine) -> dict[str, Any]:
    return {
        "sequence": line.sequence, "change": line.change, "reason": line.change_reason, "disclosed_at": line.disclosed_at, "in_force_from": line.in_force_from, "valid_until": line.valid_until,
        "sha256": line.content_hash, "url": address(f"{here}/versions/{line.sequence}.json"),
    }  # fmt: skip


def _succession(found: PublicDisclosure) -> dict[str, Any] | None:
    if not found.superseded_on:
        return None
    return {"on": found.superseded_on, "reason": found.superseded_reason, "successor": {"public_id": found.successor_id, "number": found.successor_number, "url": address(f"/disclosures/{found.successor_id}.json")}}
