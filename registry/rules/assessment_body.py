"""What is written down of an assessment body when a bureau admits it."""

from dataclasses import dataclass

from registry.rules import credit_code as codes
from registry.rules.enterprise import LONGEST_LINE, LONGEST_NAME, is_web_address


@dataclass(frozen=True, slots=True)
class Admission:
    """The form. document: the paper by which it is admitted; website may be empty."""

    name: str
    credit_code: str
    document: str
    website: str = ""


def wrong_fields(admission: Admission) -> dict[str, str]:
    """Field -> code for every field that cannot stand."""
    wrong = {}
    if not 2 <= len(admission.name.strip()) <= LONGEST_NAME:
        wrong["name"] = "enterprise_name_length" if admission.name.strip() else "required"
    if problem := codes.problem(admission.credit_code):
        wrong["credit_code"] = f"credit_code_{problem}" if admission.credit_code.strip() else "required"
    if not admission.document.strip():
        wrong["document"] = "required"
    elif len(admission.document) > LONGEST_LINE:
        wrong["document"] = "line_too_long"
    if len(admission.website) > LONGEST_LINE:
        wrong["website"] = "line_too_long"
    elif admission.website.strip() and not is_web_address(admission.website.strip()):
        wrong["website"] = "not_an_address"
    return wrong
