"""What people type and programs send, read once and strictly: every wrong field is named, nothing typed is lost.

    with params.reading(request.form) as typed:
        name = typed.text("name", longest=100)
        since = typed.day("since", required=False)

The block ends with Invalid that names all wrong fields at once. `Form` carries typed values and errors back to the page.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage, MultiDict

from public_site import words
from registry.errors import Invalid

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
_DAY = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?")
_STAMPED = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class Typed:
    """Reads fields and remembers what is wrong with each; made by `reading`."""

    def __init__(self, source: Mapping[str, str], files: Mapping[str, FileStorage] | None = None) -> None:
        self._source = source
        self._files = files or {}
        self.wrong: dict[str, str] = {}
        self.facts: dict[str, object] = {}

    def refuse(self, name: str, code: str, **facts: object) -> None:
        """Mark field `name` as wrong for the reason `code`; the first reason stays."""
        self.wrong.setdefault(name, code)
        self.facts.update(facts)

    def text(self, name: str, *, required: bool = True, longest: int = LONGEST_LINE, shortest: int = 0) -> str:
        """One line or more, trimmed, line ends as \\n; "" when absent."""
        value = self._source.get(name, "").replace("\r\n", "\n").strip()
        if not value:
            if required:
                self.refuse(name, "required")
            return ""
        if _CONTROL.search(value):
            self.refuse(name, "control_character")
        elif len(value) > longest:
            self.refuse(name, "too_long", longest=longest)
        elif len(value) < shortest:
            self.refuse(name, "too_short", shortest=shortest)
        return value

    def secret(self, name: str, *, longest: int = 1024) -> str:
        """A password, exactly as typed."""
        value = self._source.get(name, "")
        if not value:
            self.refuse(name, "required")
        elif len(value) > longest:
            self.refuse(name, "too_long", longest=longest)
        return value

    def number(self, name: str, *, required: bool = True) -> Decimal | None:
        """An exact decimal; full width digits and Chinese punctuation are read as their plain forms."""
        value = folded(self.text(name, required=required))
        if not value:
            return None
        try:
            return decimal(value)
        except ValueError:
            self.refuse(name, "not_a_number")
            return None

    def integer(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number from `least` to `most`; `default` when absent, and without a default it is required."""
        value = folded(self.text(name, required=default is None))
        if not value:
            return least if default is None else default
        if not re.fullmatch(r"[+-]?\d{1,18}", value):
            self.refuse(name, "not_a_whole_number")
        elif int(value) < least:
            self.refuse(name, "too_small", least=least)
        elif int(value) > most:
            self.refuse(name, "too_large", most=most)
        else:
            return int(value)
        return least

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A calendar day: 2026-11-22, 2026/11/22, 2026.11.22 or 2026年11月22日."""
        value = folded(self.text(name, required=required))
        if not value:
            return None
        try:
            return day(value)
        except ValueError:
            self.refuse(name, "not_a_date")
            return None

    def choice(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """One of `allowed`; `default` when absent, and without a default it is required."""
        value = self._source.get(name, "").strip()
        if not value and default is not None:
            return default
        if value not in allowed:
            self.refuse(name, "not_a_choice" if value else "choose_one")
        return value

    def choices(self, name: str, allowed: Collection[str]) -> list[str]:
        """Any number of `allowed`, in the order sent, each once."""
        sent = self._source.getlist(name) if isinstance(self._source, MultiDict) else [self._source[name]] if name in self._source else []
        if any(value not in allowed for value in sent):
            self.refuse(name, "not_a_choice")
        return list(dict.fromkeys(sent))

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self._source.get(name, "").lower() in ("1", "on", "yes", "true")

    def address(self, name: str, *, required: bool = True) -> str:
        """A web address with http or https."""
        value = self.text(name, required=required, longest=500)
        if value and not is_web_address(value):
            self.refuse(name, "not_an_address")
        return value

    def file(self, name: str, *, required: bool = True) -> FileStorage | None:
        """A chosen file; browsers send a nameless one when none was chosen."""
        sent = self._files.get(name)
        if sent is not None and sent.filename:
            return sent
        if required:
            self.refuse(name, "file_required")
        return None


@contextmanager
def reading(source: Mapping[str, str], files: Mapping[str, FileStorage] | None = None) -> Iterator[Typed]:
    """Read several fields; raises Invalid with every wrong one when the block ends."""
    typed = Typed(source, files)
    yield typed
    if typed.wrong:
        raise Invalid(typed.wrong, **typed.facts)


def required(source: Mapping[str, str], name: str, *, longest: int = LONGEST_LINE) -> str:
    """The one field that a handler needs; raises Invalid."""
    with reading(source) as typed:
        return typed.text(name, longest=longest)


def page_number(source: Mapping[str, str], *, most: int = 1000) -> int:
    """?page=, from 1; anything unreadable is page 1, since a public address should answer."""
    value = source.get("page", "1")
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def revision(typed: Mapping[str, str]) -> int:
    """The revision that the form was opened with; 0, which is nobody's, where it says none."""
    sent = typed.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def folded(value: str) -> str:
    """Full width and Chinese punctuation as plain characters, without the spaces round it."""
    return unicodedata.normalize("NFKC", value).replace("。", ".").replace("−", "-").replace("–", "-").strip()


def decimal(value: str) -> Decimal:
    """An exact decimal with at most 30 digits; a comma or space may group thousands. Raises ValueError."""
    plain = re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d{3}(\D|$))", "", folded(value))
    if len(plain) > 32 or not _NUMBER.fullmatch(plain):
        raise ValueError(value)
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError(value) from None


def day(value: str) -> date:
    """A calendar day as people write it. Raises ValueError."""
    found = _DAY.fullmatch(folded(value))
    if not found:
        raise ValueError(value)
    return date(*map(int, found.groups()))


def day_on_pack(value: str) -> date:
    """A day as it is typed or stamped on packs: as `day` reads it, or 20261122 or 2026 11 22. Raises ValueError."""
    found = _STAMPED.fullmatch(folded(value))
    return date(*map(int, filter(None, found.groups()))) if found else day(value)


def is_web_address(value: str) -> bool:
    """Whether it is http(s) with a host; never another scheme, which would run in the reader's browser."""
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\]", value)
    except ValueError:
        return False


@dataclass(frozen=True)
class Form:
    """What a form page shows: the values as they were typed and a sentence beside each wrong field.

    `values` is request.form, a record's fields as text, or {}; `errors` maps a field to its sentence.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def refused(cls, values: Mapping[str, object], error: Invalid) -> "Form":
        """What was typed, with the words for what is wrong."""
        return cls(values, {name: words.of(code, **error.facts) for name, code in error.fields.items()})

    def value(self, name: str) -> str:
        found = self.values.get(name)
        return "" if found is None else str(found)

    def chosen(self, name: str) -> list[str]:
        """All values of a field that may be given several times."""
        if isinstance(self.values, MultiDict):
            return [str(each) for each in self.values.getlist(name)]
        found = self.values.get(name)
        if found is None:
            return []
        return [str(each) for each in found] if isinstance(found, (list, tuple, set)) else [str(found)]

    def error(self, name: str) -> str:
        """The sentence for the field, or ""."""
        return self.errors.get(name, "")
