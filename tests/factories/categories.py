"""A small tree of categories, as a bureau keeps it."""

from sqlalchemy.orm import Session

from registry.models import ProductCategory

TREE = (
    ("rubber-products", "rubber-products/", "橡胶制品", "Rubber products", "product", ["橡塑制品"]),
    ("conveyor-belt", "rubber-products/conveyor-belt/", "输送带", "Conveyor belts", "product", ["传送带"]),
    ("v-belt", "rubber-products/v-belt/", "V带", "V-belts", "product", ["三角带"]),
    ("home-care", "home-care/", "家政服务", "Home care services", "service", ["家政"]),
    ("housekeeping", "home-care/housekeeping/", "家庭保洁服务", "House cleaning", "service", ["保洁"]),
)


def categories(session: Session) -> None:
    """Fill in the tree."""
    session.add_all(ProductCategory(code=code, path=path, name=name, name_en=name_en, kind=kind, synonyms=synonyms) for code, path, name, name_en, kind, synonyms in TREE)
    session.flush()
