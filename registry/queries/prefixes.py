"""Text that begins with or holds what was typed: the same answers on both databases.

PostgreSQL sorts text by the rules of a language, in which punctuation hardly counts; bytes have no such rules. SQLite's
LIKE ignores the case of Latin letters by itself.
"""

from typing import Any

from sqlalchemy import ColumnElement, String, and_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

_LAST = "\U0010ffff"


class bytewise(GenericFunction[str]):  # noqa: N801 - named like the SQL function that it is
    """A text column compared byte by byte: SQLite does so anyway, and keeps its index."""

    type = String()
    inherit_cache = True


@compiles(bytewise)
def _collated(element: bytewise, compiler: Any, **options: Any) -> str:
    return f'{compiler.process(element.clauses, **options)} COLLATE "C"'


@compiles(bytewise, "sqlite")
def _plain(element: bytewise, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


class anycase(GenericFunction[str]):  # noqa: N801 - named like the SQL function that it is
    """A text column whose Latin letters match in either case; compare it with LIKE and a pattern in lower case."""

    type = String()
    inherit_cache = True


@compiles(anycase)
def _lowered(element: anycase, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(anycase, "sqlite")
def _as_it_is(element: anycase, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


def begins(column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether the column begins with `prefix`, in exactly these letters."""
    return and_(bytewise(column) >= prefix, bytewise(column) < prefix + _LAST)
