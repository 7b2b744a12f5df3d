"""What editors type: complete, and wrong in one place only."""

from typing import Any

from registry.rules.content import Content, Line, Reference


def line(**overrides: str) -> Line:
    """A performance indicator: 拉伸强度 ≥ 15 MPa."""
    return Line(**({"name": "拉伸强度", "kind": "performance", "operator": "at_least", "low": "15", "unit": "MPa", "method": "GB/T 528-2009"} | overrides))


def content(**overrides: Any) -> Content:
    """A complete own standard for a product, with a functional and a performance indicator, that the self-check lets pass."""
    given: dict[str, Any] = {
        "number": "Q/SMXJ 001-2026",
        "title": "橡胶输送带（示例）",
        "lines": (line(name="带速", kind="functional", operator="at_most", low="", high="5", unit="m/s", method="GB/T 20021-2017"), line()),
        "references": (Reference("normative", "GB/T 528-2009"),),
        "no_mandatory": True,
        "no_recommended": True,
    }
    return Content(**(given | overrides))
