"""What can go wrong in the domain's own words. No HTTP here: public_site decides on status codes and sentences."""

from collections.abc import Mapping


class DomainError(Exception):
    """Base of every error that a reader may be told about. `code` is a stable word that public_site translates."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotFound(DomainError):
    """The subject does not exist, or the asker may not know that it does."""


class NotAllowed(DomainError):
    """The subject may be known to the asker, but not this verb."""


class Conflict(DomainError):
    """The world moved on: somebody saved first, the number is taken, the matter is already decided."""


class TooMany(DomainError):
    """Asked too often; `retry_after` (seconds) is among the facts."""


class Invalid(DomainError):
    """Wrong input, field by field.

    `fields` maps a field's name (or a path such as `indicators.3.unit`) to a code; `facts` hold what the words need.
    """

    def __init__(self, fields: Mapping[str, str] | None = None, **facts: object) -> None:
        super().__init__("invalid", **facts)
        self.fields: dict[str, str] = dict(fields or {})

    def __str__(self) -> str:
        return f"invalid: {self.fields}"
