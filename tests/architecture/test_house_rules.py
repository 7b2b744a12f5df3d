"""Rules of the house that no checker knows."""

import ast
import re
import tomllib

from tests.architecture.long_modules import LONGEST, REASONS
from tests.architecture.sources import PACKAGES, ROOT, files, name

TOP_LEVEL = frozenset((
    ".ci", "benchmarks", "docs", "public_site", "qr", "registry", "search", "tests",
    ".dockerignore", ".editorconfig", ".gitattributes", ".gitignore", "CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "NOTICE",
    "README.md", "README.zh-CN.md", "docker-compose.yml", "pyproject.toml",
    "requirements.lock", "requirements-dev.lock", "requirements-image.lock", "uv.lock", ".coverage",
))
HERE = "tests/architecture/test_house_rules.py"
WORKING_PAPERS = re.compile(r"\.\./shared|/work/|(?<![\w/\"'-])T[0-9]{1,2}(?![\w:-])")
UNEXPLAINED = re.compile(r"#\s*noqa\b(?!: [A-Z]+[0-9]+(?:, ?[A-Z]+[0-9]+)* - \S)")
HOSTS = re.compile(r"://|index-url|find-links|trusted-host")


def _lines(*tops: str, suffix: str) -> list[tuple[str, str]]:
    """Every line with where it stands; not this file's own, which must name what it forbids."""
    return [(f"{name(path)}:{number}", line) for path in files(*tops, suffix=suffix) if name(path) != HERE for number, line in enumerate(path.read_text().splitlines(), 1)]


def _public_functions(module: ast.Module) -> list[ast.FunctionDef]:
    found = [each for each in module.body if isinstance(each, ast.FunctionDef)]
    found += [each for owner in module.body if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_") for each in owner.body if isinstance(each, ast.FunctionDef) and not _is_property(each)]
    return [each for each in found if not each.name.startswith("_")]


def _is_property(function: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "property" for each in function.decorator_list)


def test_nothing_stands_at_the_top_but_what_the_layout_names() -> None:
    assert sorted({path.relative_to(ROOT).parts[0] for path in files()} - TOP_LEVEL) == []


def test_only_the_database_module_commits() -> None:
    """An index is no database: its engines commit what can be made again."""
    commits = [where for where, line in _lines(*PACKAGES, suffix=".py") if re.search(r"\.commit\(", line)]
    assert [where for where in commits if not where.startswith(("registry/db.py:", "search/engines/"))] == []


def test_every_public_verb_question_and_rule_says_what_it_does() -> None:
    silent = [
        f"{name(path)}: {function.name}"
        for path in files("registry", suffix=".py")
        if name(path).split("/")[1] in ("actions", "queries", "rules")
        for function in _public_functions(ast.parse(path.read_text()))
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_modules_are_short_or_say_why_not() -> None:
    modules = (path for path in files(suffix=".py") if "migrations/versions" not in name(path))  # a migration is written once and never edited
    long = {name(path) for path in modules if len(path.read_text().splitlines()) > LONGEST.get(path.relative_to(ROOT).parts[0], 250)}
    assert sorted(long - REASONS.keys()) == [], "split it, or give a reason in long_modules.py"
    assert sorted(REASONS.keys() - long) == [], "no longer long"
    assert all(REASONS.values())


def test_every_rule_that_is_not_obeyed_is_explained() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("ignore = [") + 1
    ignored = lines[start : lines.index("]", start)]
    assert len(ignored) == len(tomllib.loads("\n".join(lines))["tool"]["ruff"]["lint"]["ignore"])
    assert [line for line in ignored if not re.search(r",\s+# \w.{10,}", line)] == []
    start = lines.index("[tool.ruff.lint.per-file-ignores]") + 1
    exceptions = lines[start : lines.index("", start)]
    assert [line for line in exceptions if not re.search(r"\]\s+# \w.{10,}", line)] == []


def test_every_exception_in_the_code_names_its_rule_and_reason() -> None:
    assert [where for where, line in _lines(suffix=".py") if UNEXPLAINED.search(line)] == []


def test_code_and_tests_cite_the_source_and_no_working_paper() -> None:
    found = [f"{where}: {line.strip()}" for suffix in (".py", ".html", ".js", ".toml", ".md", ".yml") for where, line in _lines(suffix=suffix) if WORKING_PAPERS.search(line)]
    assert found == []


def test_lock_files_name_no_host() -> None:
    locks = list(files(suffix=".lock"))
    assert {path.name for path in locks} >= {"requirements.lock", "requirements-dev.lock"}
    assert [where for where, line in _lines(suffix=".lock") if not where.startswith("uv.lock") and HOSTS.search(line)] == []


def test_the_makefile_has_at_most_eight_targets_that_explain_themselves() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony
    explained = re.findall(r"^([a-z]+):.*## \S.{10,}$", text, re.MULTILINE)
    assert sorted(phony[1].split()) == sorted(explained)
    assert len(explained) <= 8
