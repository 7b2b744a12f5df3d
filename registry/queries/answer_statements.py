"""The statements behind queries/answers.py: plain, few, each by an index."""

from registry.plain import Statement
from registry.queries.badge_statements import OF_PRODUCT
from registry.queries.public_screening import OVERDUE

# One version with what ended its disclosure: of one standard that a product follows.
_COLUMNS = """
d.id AS disclosure_id, d.public_id, d.number, d.klass, d.basis, l.id AS link_id, l.main, l.ended_at, w.effective_on AS withdrawn_on, s.effective_on AS superseded_on,
n.public_id AS successor_id, n.number AS successor_number, v.id, v.sequence, v.change, v.change_reason, v.title, v.disclosed_at, v.in_force_from, v.valid_until, v.content_hash, v.lower_stated
"""
_ENDINGS = """
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id LEFT JOIN disclosure n ON n.id = s.successor_id
"""
_DAYS = ("withdrawn_on", "superseded_on", "in_force_from", "valid_until")
_INSTANTS = ("disclosed_at", "ended_at")
_FLAGS = ("main", "lower_stated")

# The product with the newest version of its main standard: all there is of a product that follows one, disclosed once.
HEAD = Statement(
    f"""
SELECT c.code, c.revoked_at, c.revoked_reason, o.id AS own_id, o.name AS own_name, p.id AS product_id, p.name, p.kind, p.models, p.gtin, p.ended_at AS product_ended_at,
       p.enterprise_id, e.name AS enterprise, e.credit_code, e.division_code,
       CASE WHEN o.merged_into_id IS NULL THEN c.code ELSE
            (SELECT y.code FROM scan_code y WHERE y.product_id = p.id ORDER BY CASE WHEN y.revoked_at IS NULL THEN 0 ELSE 1 END, y.id DESC LIMIT 1) END AS page_code,
       EXISTS (SELECT 1 FROM dispute x WHERE x.product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL)
         OR EXISTS (SELECT 1 FROM dispute x WHERE x.holder_product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL) AS disputed,
       EXISTS (SELECT 1 FROM typed_link t WHERE t.product_id = p.id AND t.ended_at IS NULL) AS linked,
       EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = p.enterprise_id) AS watched,
       EXISTS (SELECT 1 FROM product_disclosure y WHERE y.product_id = p.id AND y.ended_at IS NULL AND y.id <> l.id) AS several,
       {OF_PRODUCT}, {OVERDUE},
       {_COLUMNS}, v.content AS document
FROM scan_code c JOIN product o ON o.id = c.product_id JOIN product p ON p.id = coalesce(o.merged_into_id, o.id) JOIN enterprise e ON e.id = p.enterprise_id
LEFT JOIN product_disclosure l ON l.id = (SELECT y.id FROM product_disclosure y WHERE y.product_id = p.id AND y.ended_at IS NULL ORDER BY y.main DESC, y.id LIMIT 1)
LEFT JOIN disclosure d ON d.id = l.disclosure_id LEFT JOIN disclosure_version v ON v.id = d.latest_version_id {_ENDINGS}
WHERE c.code = :code AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=(*_INSTANTS, "revoked_at", "product_ended_at"),
    flags=(*_FLAGS, "disputed", "linked", "watched", "several", "ranked", "asked"),
    documents=("document",),
)

NOW = Statement(
    f"""
SELECT {_COLUMNS} FROM product_disclosure l JOIN disclosure d ON d.id = l.disclosure_id JOIN disclosure_version v ON v.disclosure_id = d.id {_ENDINGS}
WHERE l.product_id = :product_id AND l.ended_at IS NULL ORDER BY v.sequence DESC
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=_INSTANTS,
    flags=_FLAGS,
)

# With what the product followed once, and what these standards took the place of.
_LINE = """WITH RECURSIVE line(id) AS (
    SELECT y.disclosure_id FROM product_disclosure y WHERE y.product_id = :product_id UNION SELECT y.disclosure_id FROM disclosure_succession y JOIN line ON y.successor_id = line.id
)"""
EVER = Statement(
    f"""
{_LINE} SELECT {_COLUMNS} FROM line JOIN disclosure d ON d.id = line.id JOIN disclosure_version v ON v.disclosure_id = d.id
LEFT JOIN product_disclosure l ON l.product_id = :product_id AND l.disclosure_id = d.id {_ENDINGS} ORDER BY v.sequence DESC
""",  # noqa: S608 - constants of this file
    days=_DAYS,
    instants=_INSTANTS,
    flags=_FLAGS,
)

STANDINGS = Statement(
    f"""
{_LINE} SELECT s.id, s.disclosure_id, s.kind, s.effective_on, s.until, s.result, s.document, s.source, s.source_url, s.annulled, s.corrects_id, b.name AS bureau
FROM standing s JOIN bureau b ON b.id = s.bureau_id
WHERE s.enterprise_id = :enterprise_id AND (s.disclosure_id IS NULL OR s.disclosure_id IN (SELECT line.id FROM line)) ORDER BY s.effective_on DESC, s.id DESC
""",  # noqa: S608 - constants of this file
    days=("effective_on", "until"),
    flags=("annulled",),
)

CONTENT = Statement("SELECT content AS document FROM disclosure_version WHERE id = :version_id", documents=("document",))
LINKS = Statement("SELECT link_type, title, href, language FROM typed_link WHERE product_id = :product_id AND ended_at IS NULL ORDER BY id LIMIT :most")
LOT = Statement(
    "SELECT lot, produced_on FROM lot WHERE product_id IN (:own_id, :product_id) AND lot = :lot ORDER BY CASE WHEN product_id = :own_id THEN 0 ELSE 1 END LIMIT 1", days=("produced_on",)
)
SERIAL = Statement(
    """
SELECT s.serial, l.lot, l.produced_on FROM serial s LEFT JOIN lot l ON l.id = s.lot_id
WHERE s.product_id IN (:own_id, :product_id) AND s.serial = :serial ORDER BY CASE WHEN s.product_id = :own_id THEN 0 ELSE 1 END LIMIT 1
""",
    days=("produced_on",),
)
VARIANT = Statement("SELECT name FROM variant WHERE product_id IN (:own_id, :product_id) AND variant = :variant ORDER BY CASE WHEN product_id = :own_id THEN 0 ELSE 1 END LIMIT 1")
