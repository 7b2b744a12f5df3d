"""Every verb leaves a row that says who did what; and the bureau's auditor reads it in words."""

import ast
import re
from collections.abc import Iterator

from public_site.words.audit import ACTIONS
from tests.architecture.sources import ROOT

FOLDER = ROOT / "registry" / "actions"
MODULES = {path.stem: ast.parse(path.read_text()) for path in sorted(FOLDER.glob("*.py"))}
FUNCTIONS = {(module, each.name): each for module, tree in MODULES.items() for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
ACTION_NAME = re.compile(r"[a-z_]+\.[a-z_]+")
WITHOUT_A_TRACE: dict[str, str] = {
    "live_rankings.follow": "nobody decides anything there: it says anew what rules make of facts that were audited when they came",
    "statistics.recount": "nobody decides anything there: counters that are put right leave a row by statistics.mend",
}
"""Verbs that need none, each with its reason."""


def _calls(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """(module or name, function) of every call: audit.record -> ("audit", "record"), _write -> ("", "_write")."""
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield node.func.value.id, node.func.attr
        elif isinstance(node.func, ast.Name):
            yield "", node.func.id


def _imported(module: str) -> dict[str, tuple[str, str]]:
    """Names that a module of actions takes from another one: functions, and other modules under their alias."""
    found = {}
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("registry.actions"):
            for name in node.names:
                home = node.module.removeprefix("registry.actions").strip(".")
                found[name.asname or name.name] = (home, name.name) if home else (name.name, "")
    return found


def _audits(module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    function = FUNCTIONS.get((module, name))
    if function is None or (module, name) in seen:
        return False
    imported, further = _imported(module), seen | {(module, name)}
    for owner, called in _calls(function):
        if (owner, called) == ("audit", "record"):
            return True
        target = imported.get(owner, (module, ""))[0] if owner else imported.get(called, (module, called))[0]
        if (owner == "" or owner in imported) and _audits(target, called, further):
            return True
    return False


def _verbs() -> Iterator[tuple[str, str]]:
    for module, tree in MODULES.items():
        for each in tree.body:
            names = {argument.arg for argument in (*each.args.args, *each.args.kwonlyargs)} if isinstance(each, ast.FunctionDef) else set()
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_") and {"session", "actor"} <= names and "now" in names:
                yield module, each.name


def test_every_verb_leaves_an_audit_row() -> None:
    silent = [f"{module}.{name}" for module, name in _verbs() if not _audits(module, name)]
    assert sorted(set(silent) - WITHOUT_A_TRACE.keys()) == []


def test_the_walk_finds_the_verbs() -> None:
    assert {("disclosures", "disclose"), ("standings", "record"), ("accounts", "sign_up")} <= set(_verbs())
    assert not _audits("messages", "tell")


def _names(module: str, node: ast.expr, function: ast.FunctionDef | None) -> Iterator[str]:
    """What an expression for the name of an action can be: constants, and what flows in from a name, a table or a caller."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp():
            yield from _names(module, node.body, function)
            yield from _names(module, node.orelse, function)
        case ast.Subscript():
            yield from _names(module, node.value, function)
        case ast.Dict():
            for value in node.values:
                yield from _names(module, value, function)
        case ast.JoinedStr():
            yield "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)  # type: ignore[misc]
        case ast.Name(id=name):
            yield from _flowing(module, name, function)
        case _:
            yield "?"


def _flowing(module: str, name: str, function: ast.FunctionDef | None) -> Iterator[str]:
    scopes: list[ast.AST] = [*([function] if function else []), MODULES[module]]
    for scope in scopes:
        assigned = [each for each in ast.walk(scope) if isinstance(each, (ast.Assign, ast.AnnAssign)) and name in _targets(each) and each.value is not None]
        if assigned:
            for each in assigned:
                yield from _names(module, _part(each, name), function)
            return
    if function is not None:
        places = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
        for caller in (each for (owner, _), each in FUNCTIONS.items() if owner == module):
            for call in (each for each in ast.walk(caller) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == function.name):
                given = dict(zip(places, call.args, strict=False)) | {each.arg: each.value for each in call.keywords if each.arg}
                if name in given:
                    yield from _names(module, given[name], caller)


def _targets(each: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = each.targets if isinstance(each, ast.Assign) else [each.target]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _part(each: ast.Assign | ast.AnnAssign, name: str) -> ast.expr:
    """verb, scope = "a", b: the part that belongs to `name`."""
    assert each.value is not None
    if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Tuple) and isinstance(each.value, ast.Tuple):
        places = [target.id for target in each.targets[0].elts if isinstance(target, ast.Name)]
        return each.value.elts[places.index(name)]
    return each.value


def _recorded() -> set[str]:
    found = set()
    for (module, _), function in FUNCTIONS.items():
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                found |= set(_names(module, call.args[2], function))
    return found


def test_every_recorded_action_has_words_for_the_auditor() -> None:
    names = _recorded()
    assert "?" not in names
    fixed = {name for name in names if "*" not in name}
    assert {name for name in fixed if not ACTION_NAME.fullmatch(name)} == set()
    assert sorted(fixed - ACTIONS.keys()) == []
    open_ended = {name.split("*")[0] for name in names - fixed}
    assert [prefix for prefix in sorted(open_ended) if not any(name.startswith(prefix) for name in ACTIONS)] == []


def test_no_words_are_kept_for_actions_that_nobody_records() -> None:
    names = _recorded()
    prefixes = tuple(name.split("*")[0] for name in names if "*" in name)
    assert sorted(name for name in ACTIONS if name not in names and not name.startswith(prefixes)) == []


def test_decisions_have_words_one_by_one() -> None:
    """`verification.{decision}` and `dispute.{decision}` take these."""
    from registry.rules.enterprise import DECISIONS, DISPUTE_DECISIONS

    assert {f"verification.{each}" for each in DECISIONS} | {f"dispute.{each}" for each in DISPUTE_DECISIONS} <= ACTIONS.keys()


