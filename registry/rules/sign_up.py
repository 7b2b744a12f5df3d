"""What a person must say to get an account."""

from dataclasses import dataclass

from registry.errors import Invalid
from registry.rules import contact, password
from registry.rules.contact import Contact
from registry.rules.standard_number_text import clean

LANGUAGES = ("zh", "en")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A readable wish for an account."""

    name: str
    contact: Contact
    language: str


def read(*, name: str, address: str, typed_password: str, language: str) -> Wanted:
    """Read the form. Raises Invalid with every wrong field: name, address, password, language."""
    wrong: dict[str, str] = {}
    wanted_name, found = _name(name, wrong), read_contact(address, wrong)
    own = [wanted_name] + ([found.address] if found else [])
    check_password(typed_password, own, wrong)
    if language not in LANGUAGES:
        wrong["language"] = "not_a_choice"
    if wrong or found is None:
        raise Invalid(wrong, longest=LONGEST_NAME)
    return Wanted(wanted_name, found, language)


def read_profile(*, name: str, language: str) -> str:
    """The name as kept. Raises Invalid for name and language."""
    wrong: dict[str, str] = {}
    kept = _name(name, wrong)
    if language not in LANGUAGES:
        wrong["language"] = "not_a_choice"
    if wrong:
        raise Invalid(wrong, longest=LONGEST_NAME)
    return kept


def read_contact(typed: str, wrong: dict[str, str]) -> Contact | None:
    """The address, or None with the reason under `address` in `wrong`."""
    try:
        return contact.parse(typed)
    except ValueError as reason:
        wrong["address"] = str(reason)
        return None


def check_password(typed: str, own: list[str], wrong: dict[str, str], *, field: str = "password") -> None:
    """Put the reason why the password will not do under `field` in `wrong`."""
    if reason := password.problem(typed, own=own):
        wrong[field] = reason


def _name(typed: str, wrong: dict[str, str]) -> str:
    name = clean(typed)
    if not name:
        wrong["name"] = "required"
    elif len(name) > LONGEST_NAME:
        wrong["name"] = "too_long"
    return name
