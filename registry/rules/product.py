"""What a product or service must say about itself: the fields of the national platform (企业标准信息公共服务平台)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from registry.rules import gtin as gtin_rules
from registry.rules import names
from registry.rules.content import SUBJECTS

LONGEST = {"name": 100, "generic_name": 100, "brand": 100, "models": 2000, "specification": 1000}


@dataclass(frozen=True, slots=True)
class ProductForm:
    """One form as typed; `category` is a category's code, `models` one model a line."""

    name: str = ""
    kind: str = "product"
    generic_name: str = ""
    brand: str = ""
    models: str = ""
    specification: str = ""
    category: str = ""
    gtin: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> "ProductForm":
        """From form fields; missing ones are empty, lines of models are kept, everything else is on one line."""
        given = {f.name: form.get(f.name, "") for f in fields(cls)}
        lines = map(_line, given.pop("models").splitlines())
        return cls(**{name: _line(text) for name, text in given.items()}, models="\n".join(line for line in lines if line))

    @property
    def gtin14(self) -> str | None:
        """The GTIN in 14 digits, None when none was typed or it is wrong."""
        return gtin_rules.parse(self.gtin) if self.gtin and gtin_rules.problem(self.gtin) is None else None


def _line(text: str) -> str:
    """As typed, on one line: what people read keeps its width and its brackets."""
    return " ".join(names.storable(text).split())


def problems(form: ProductForm) -> dict[str, str]:
    """Field to code of everything that is wrong with the form by itself."""
    wrong = {name: "too_long" for name, most in LONGEST.items() if len(getattr(form, name)) > most}
    if not form.name:
        wrong["name"] = "product_name_missing"
    if form.kind not in SUBJECTS:
        wrong["kind"] = "choose_one"
    if not form.category:
        wrong["category"] = "category_missing"
    if form.gtin and (problem := gtin_rules.problem(form.gtin)) is not None:
        wrong["gtin"] = f"gtin_{problem}"
    return wrong
