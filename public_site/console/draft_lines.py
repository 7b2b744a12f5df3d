"""The page of the indicator grid: a plain form, and beside it what the grid's script asks and saves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, flash, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import words
from public_site.access import access
from public_site.console import draft_desk, draft_form, draft_grid
from public_site.database import reading, transaction
from public_site.presenters import clock, standard_number
from registry.errors import Conflict, NotFound
from registry.models import IndicatorConcept
from registry.queries import catalogue, disclosures
from registry.queries import drafts as queries
from registry.rules.content import MOST_INDICATORS, Content, Line
from registry.rules.self_check_lines import about
from registry.rules.standard_number import parse

bp = Blueprint("console_draft_lines", __name__)
SPARE_ROWS = 10
Row = dict[str, object]


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/indicators")
@access("enterprise")
def show(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        return _page(session, found, _errors(found, absent="check" in request.args))


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/indicators")
@access("enterprise")
def keep(credit_code: str, draft_id: int) -> ResponseReturnValue:
    typed = _typed_rows(request.form)
    block = draft_grid.read_block(request.form.get("block", ""))
    rows = [*_moved(typed, request.form.get("do", "")), *block.rows]
    try:
        with transaction() as session:
            draft = draft_desk.own(session, draft_id, "draft.edit")
            content = _with(session, draft.content, rows)
            draft_desk.save(session, draft_id, content, draft_desk.revision(request.form))
    except Conflict as refused:
        with reading() as session:
            found = draft_desk.look(session, draft_id, _with(session, draft_desk.own(session, draft_id).content, rows))
            return _page(session, found, {}, conflict=refused), 409
    if len(rows) > MOST_INDICATORS or block.left_out:
        flash(_("最多 %(most)s 项指标，多出的没有加入", most=MOST_INDICATORS), "warn")
    return _onwards(credit_code, draft_id, stay=bool(block.rows) or request.form.get("go") != "next")


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/indicators/copy")
@access("enterprise")
def copy(credit_code: str, draft_id: int) -> ResponseReturnValue:
    """Rows of an earlier version, of another disclosure or of a standard's floors, without those that are there already."""
    with transaction() as session:
        draft = draft_desk.own(session, draft_id, "draft.edit")
        content, source = Content.from_json(draft.content), _source(session, request.form.get("source", ""), request.form.get("number", ""))
        present = {about(line) for line in content.lines}
        new = [line for line in source if about(line) not in present]
        if new:
            draft_desk.save(session, draft_id, replace(content, lines=(*content.lines, *new)), draft_desk.revision(request.form))
    if not source:
        flash(_("那里没有可复制的指标"), "warn")
    else:
        flash(_("已复制 %(new)s 项，跳过已有的 %(same)s 项", new=len(new), same=len(source) - len(new)), "good")
    return redirect(f"/console/{credit_code}/drafts/{draft_id}/indicators")


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/grid/read")
@access("enterprise")
def read_block(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    """What a pasted block means, row by row; nothing is saved."""
    sent = _sent()
    block = draft_grid.read_block(str(sent.get("text", "")), str(sent.get("column", "")) or "name")
    with reading() as session:
        draft_desk.own(session, draft_id)
        lines = draft_grid.lines(session, block.rows)
        known = draft_grid.concepts(session, lines)
        rows = [_row(line, known.get(line.concept), {}) for line in lines]
    columns = [column for column in draft_grid.COLUMNS if any(column in row for row in block.rows)]
    return jsonify({"rows": rows, "columns": columns, "left_out": block.left_out})


@bp.post("/console/<credit_code>/drafts/<int:draft_id>/grid/autosave")
@access("enterprise")
def autosave(credit_code: str, draft_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    sent = _sent()
    rows = [row for row in sent.get("rows", ()) if isinstance(row, Mapping)] if isinstance(sent.get("rows"), list) else []
    try:
        with transaction() as session:
            draft = draft_desk.own(session, draft_id, "draft.edit")
            saved = draft_desk.save(session, draft_id, _with(session, draft.content, rows), draft_desk.revision({"revision": str(sent.get("revision", ""))}))
    except Conflict as refused:
        return draft_desk.refused_answer(draft_id, refused)
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        return draft_desk.saved_answer(saved, rows=_rows(session, found, _errors(found, absent=bool(sent.get("absent")))), waiting=found.waiting("indicators"))


@bp.get("/console/<credit_code>/drafts/<int:draft_id>/grid/latest")
@access("enterprise")
def latest(credit_code: str, draft_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    """What is saved now, and a fresh token for a page that has been open for long."""
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        rows = _rows(session, found, {})
        return jsonify({"revision": found.draft.revision, "by": found.saver, "at": clock(found.draft.saved_at), "rows": rows, "token": draft_desk.token()})


def _typed_rows(typed: Mapping[str, str]) -> list[dict[str, str]]:
    places = {int(parts[1]) for name in typed if len(parts := name.split(".")) == 3 and parts[0] == "lines" and parts[1].isdecimal() and len(parts[1]) < 4}
    rows = [{column: typed.get(f"lines.{place}.{column}", "") for column in draft_grid.COLUMNS} for place in sorted(places)]
    while rows and not any(rows[-1].values()):  # the spare rows, behind which a pasted block would stand
        rows.pop()
    return rows


def _moved(rows: list[dict[str, str]], wish: str) -> list[dict[str, str]]:
    """Rows after one of the buttons beside a row: `up.3`, `down.3`, `insert.3`, `delete.3`."""
    verb, _dot, place = wish.partition(".")
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    if not 0 <= at < len(rows):
        return rows
    match verb:
        case "up" | "down" if 0 <= (to := at - 1 if verb == "up" else at + 1) < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
        case "insert":
            rows.insert(at, {})
        case "delete":
            del rows[at]
    return rows


def _with(session: Session, stored: Mapping[str, object], rows: Sequence[Mapping[str, str]]) -> Content:
    content = Content.from_json(stored)
    return replace(content, lines=draft_grid.lines(session, rows, content.lines))


def _onwards(credit_code: str, draft_id: int, *, stay: bool) -> ResponseReturnValue:
    with reading() as session:
        found = draft_desk.look(session, draft_id)
        errors = _errors(found, absent=False)
        if errors or stay:
            flash(_("已保存 %(time)s", time=clock(found.draft.saved_at)), "good")
            return _page(session, found, errors), 422 if errors else 200
    return redirect(f"/console/{credit_code}/drafts/{draft_id}/{found.after('indicators')}")


def _errors(found: draft_desk.Opened, *, absent: bool) -> dict[str, str]:
    return draft_desk.sentences(draft_form.beside(found.remarks, "indicators", absent=absent))


def _rows(session: Session, found: draft_desk.Opened, errors: Mapping[str, str]) -> list[Row]:
    known = draft_grid.concepts(session, found.content.lines)
    return [_row(line, known.get(line.concept), _of_row(errors, place)) for place, line in enumerate(found.content.lines)]


def _of_row(errors: Mapping[str, str], place: int) -> dict[str, str]:
    start = f"lines.{place}."
    return {name.removeprefix(start): sentence for name, sentence in errors.items() if name.startswith(start)}


def _row(line: Line, concept: IndicatorConcept | None, errors: Mapping[str, str]) -> Row:
    name = concept.name if concept else ""
    return {"cells": draft_grid.cells(line, concept), "concept": name, "free": bool(line.name and not concept), "errors": dict(errors), **draft_grid.choices(concept)}


def _sent() -> Mapping[str, object]:
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, Mapping) else {}


def _source(session: Session, wish: str, typed_number: str) -> tuple[Line, ...]:
    """The rows to copy; NotFound for what belongs to another enterprise."""
    kind, _dot, number = wish.partition(".")
    if kind == "version" and number.isdecimal():
        version = disclosures.version(session, int(number))
        if version.disclosure.enterprise_id != g.enterprise_id:
            raise NotFound("not_found")
        return queries.content_of_version(session, version).lines
    standard = catalogue.by_number(session, typed_number) if kind == "standard" and typed_number.strip() else None
    return queries.lines_of_standard(session, standard.id) if standard else ()


def _sources(session: Session, found: draft_desk.Opened) -> list[tuple[str, str]]:
    """What can be copied: all versions of what is changed, and the newest version of every other disclosure."""
    rows = disclosures.of_enterprise(session, g.enterprise_id, limit=50)
    changed = found.draft.disclosure_id
    versions = list(disclosures.versions_of(session, changed)) if changed else []
    others = [version for disclosure, version in rows if disclosure.id != changed]
    return [
        (f"version.{each.id}", _("%(number)s %(title)s 第 %(sequence)s 版", number=standard_number(each.disclosure.number), title=each.title, sequence=each.sequence))
        for each in (*reversed(versions), *others)
    ]


def _page(session: Session, found: draft_desk.Opened, errors: Mapping[str, str], conflict: Conflict | None = None) -> str:
    rows = _rows(session, found, errors)
    floors = [parse(row.number).canonical for row in found.content.references if row.number and (cited := found.world.standards.get(parse(row.number).compact)) and cited.floors]
    more = words.of("field.grid")
    return draft_desk.page(
        found, "indicators", errors=errors, conflict=conflict, rows=rows, spare=SPARE_ROWS, columns=draft_grid.COLUMNS, sources=_sources(session, found), floors=floors, caption=more
    )
