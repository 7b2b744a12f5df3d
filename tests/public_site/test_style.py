"""One file holds every colour, size and space; each status can be read by everybody, by day and by night."""

import re
from pathlib import Path

import pytest

from public_site.presenters import STATUSES, VOICE_MEANINGS, VOICES

STATIC = Path("public_site/static")
TOKENS = STATIC / "css" / "tokens.css"
SHEETS = sorted(path for path in (STATIC / "css").glob("*.css") if path != TOKENS)
TEMPLATES = sorted(Path("public_site/templates").rglob("*.html"))
NAMED = "white|black|red|green|blue|gr[ae]y|yellow|orange|purple|pink|brown|silver|navy|teal|gold"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def _rules(path: Path) -> str:
    """A sheet without comments and without the conditions of its media queries, which cannot hold tokens."""
    return re.sub(r"@media[^{]*", "@media", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))


def _palette(scheme: str) -> dict[str, str]:
    light, dark, _print = re.split(r"@media", TOKENS.read_text())
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_colour_stands_outside_the_tokens(sheet: Path) -> None:
    rules = _rules(sheet)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\s*[{,.:\[])", rules) == []
    assert re.findall(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(", rules) == []
    assert re.findall(rf":[^;{{}}]*\b(?:{NAMED})\b(?!-)", rules) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_length_stands_outside_the_tokens(sheet: Path) -> None:
    """Shapes drawn with the letters beside them (a mark of 0.6em) are part of the type, so em below 1 is allowed."""
    lengths = re.findall(r"(?<![\w-])(\d*\.?\d+)(px|rem|em|ch|pt|cm|mm|in|vw)\b", _rules(sheet))
    assert [number + unit for number, unit in lengths if not (unit == "em" and float(number) < 1)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", TOKENS.read_text()))
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", sheet.read_text())) <= defined


def test_the_sizes_and_spaces_are_the_agreed_ones() -> None:
    text = TOKENS.read_text()
    assert {name: float(rem) * 16 for name, rem in re.findall(r"--size-(\d+): ([\d.]+)rem", text)} == {str(px): px for px in (14, 16, 18, 22, 28, 36)}
    assert {name: float(rem) * 16 for name, rem in re.findall(r"--space-(\d+): ([\d.]+)rem", text)} == {str(px): px for px in (4, 8, 12, 16, 24, 32, 48, 64)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_status_reads_on_its_tint(scheme: str) -> None:
    palette = _palette(scheme)
    tones = {status.tone for status in STATUSES.values()}
    assert {tone: ratio for tone in tones if (ratio := _contrast(palette[tone], palette[f"{tone}-tint"])) < LEAST_CONTRAST} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), [("ink", "paper"), ("quiet", "paper"), ("quiet", "sunk"), ("accent", "paper"), ("accent", "sunk"), ("accent", "accent-tint"), ("on-accent", "accent"), ("bad", "paper"), ("ink", "warn-tint"), ("ink", "bad-tint"), ("ink", "good-tint")])
def test_words_read_on_what_they_stand(scheme: str, ink: str, ground: str) -> None:
    palette = _palette(scheme)
    assert _contrast(palette[ink], palette[ground]) >= LEAST_CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edges_of_fields_can_be_seen(scheme: str) -> None:
    """WCAG 2.2, 1.4.11: at least 3 for what is not text."""
    palette = _palette(scheme)
    assert _contrast(palette["border"], palette["paper"]) >= 3


def test_each_tone_has_a_shape_of_its_own_for_who_sees_no_colour() -> None:
    sheet = (STATIC / "css" / "status.css").read_text()
    shapes = {tone: re.findall(rf"\.tone-{tone}::before {{([^}}]+)}}", sheet) for tone in {status.tone for status in STATUSES.values()}}
    assert all(shapes.values())
    assert len({tuple(shape) for shape in shapes.values()}) == len(shapes)


def test_every_status_and_voice_of_the_design_has_a_word() -> None:
    assert set(STATUSES) == {
        "current", "upcoming", "expired", "superseded", "withdrawn", "voided", "number_revoked", "publicly_noted", "deregistered", "disputed", "code_revoked", "not_yet_disclosed", "under_rectification",
    }
    assert set(VOICES) == set(VOICE_MEANINGS) == {"declared", "checked", "computed", "assessed", "granted"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(template: Path) -> None:
    assert not re.search(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=\"|\|safe\b", template.read_text())
