"""What an officer narrows a list by, read from the address: a wrong filter asks for nothing and is named beside its field."""

from collections.abc import Collection
from datetime import date

from flask import g, request

from public_site import params, words
from public_site.params import Form, Typed
from registry.rules import permission
from registry.rules.permission import Office

LONGEST = 100


class Asked:
    """The filters of the current address."""

    def __init__(self) -> None:
        self._typed = Typed(request.args)

    def words(self, name: str) -> str:
        """A few words to search for."""
        return self._right(name, self._typed.text(name, required=False, longest=LONGEST))

    def one(self, name: str, allowed: Collection[str]) -> str:
        """One of `allowed`; "" for any."""
        return self._right(name, self._typed.choice(name, allowed, default=""))

    def day(self, name: str) -> date | None:
        """A day as people write it."""
        return self._typed.day(name, required=False)

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self._typed.flag(name)

    def form(self) -> Form:
        """What was asked for, with a sentence beside what cannot be read."""
        return Form(request.args, {name: words.of(code, **self._typed.facts) for name, code in self._typed.wrong.items()})

    def _right(self, name: str, value: str) -> str:
        return "" if name in self._typed.wrong else value


def offices(verb: str = "desk.see") -> tuple[Office, ...]:
    """The offices in which the reader may do `verb`; NotAllowed in none."""
    permission.require(g.actor, verb)
    return permission.offices(g.actor, verb)


def page(last: int) -> int:
    """?page=, from 1 to the last one that is shown."""
    return params.page_number(request.args, most=last)
