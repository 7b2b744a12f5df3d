"""The statements behind queries/found.py: plain, few, each by a key, for as many ids as a page has."""

from registry.queries.badge_statements import OF_DISCLOSURE
from registry.queries.of_many import OfMany

_HOLDER = "e.name AS enterprise, e.credit_code, e.division_code, e.industry_code"

# `amended`: it has older versions, which may be the ones in force. `watched`: an authority recorded something about its enterprise.
DISCLOSURES = OfMany(
    f"""
SELECT d.id, d.public_id, d.number, d.klass, d.basis, d.enterprise_id, d.disclosed_at, v.title, v.subject, v.lower_stated, v.sequence, v.in_force_from, v.valid_until, v.disclosed_at AS changed_at,
       w.effective_on AS withdrawn_on, s.effective_on AS superseded_on, EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = d.enterprise_id) AS watched, {OF_DISCLOSURE}, {_HOLDER}
FROM disclosure d JOIN disclosure_version v ON v.id = d.latest_version_id JOIN enterprise e ON e.id = d.enterprise_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE d.id IN ({{ids}}) AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    days=("in_force_from", "valid_until", "withdrawn_on", "superseded_on"),
    instants=("disclosed_at", "changed_at"),
    flags=("lower_stated", "watched", "ranked"),
)
VERSIONS = OfMany(
    "SELECT disclosure_id, sequence, in_force_from, valid_until, lower_stated, disclosed_at FROM disclosure_version WHERE disclosure_id IN ({ids})",
    days=("in_force_from", "valid_until"),
    instants=("disclosed_at",),
    flags=("lower_stated",),
)
# Facts about enterprises as wholes, and about single disclosures of theirs: the two indexes apart.
OF_ENTERPRISES = OfMany(
    "SELECT id, enterprise_id, disclosure_id, kind, effective_on, until, result, corrects_id, annulled FROM standing WHERE enterprise_id IN ({ids})",
    days=("effective_on", "until"),
    flags=("annulled",),
)

# The newest code that stands, else the newest; of a product that another took the place of, nothing.
PRODUCTS = OfMany(
    f"""
SELECT p.id, p.name, p.kind AS subject, p.brand, p.models, p.gtin, p.created_at, p.ended_at, p.enterprise_id, c.code, c.revoked_at, g.path AS category,
       EXISTS (SELECT 1 FROM dispute x WHERE x.product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL)
         OR EXISTS (SELECT 1 FROM dispute x WHERE x.holder_product_id = p.id AND x.kind = 'gtin' AND x.decided_at IS NULL) AS disputed,
       EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = p.enterprise_id) AS watched, {_HOLDER}
FROM product p JOIN enterprise e ON e.id = p.enterprise_id
JOIN scan_code c ON c.id = (SELECT y.id FROM scan_code y WHERE y.product_id = p.id ORDER BY y.revoked_at IS NOT NULL, y.id DESC LIMIT 1)
LEFT JOIN product_category g ON g.id = p.category_id
WHERE p.id IN ({{ids}}) AND p.merged_into_id IS NULL AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    instants=("created_at", "ended_at", "revoked_at"),
    flags=("disputed", "watched"),
)
FOLLOWED = OfMany("SELECT product_id, disclosure_id FROM product_disclosure WHERE product_id IN ({ids}) AND ended_at IS NULL ORDER BY main DESC, id")

ENTERPRISES = OfMany(
    f"""
SELECT e.id, e.verified_at, EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = e.id) AS watched, {_HOLDER}
FROM enterprise e WHERE e.id IN ({{ids}}) AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    instants=("verified_at",),
    flags=("watched",),
)

STANDARDS = OfMany(
    """
SELECT c.id, c.number, c.klass, c.compact_key, c.undated_key, c.bare_key, c.title, c.mandatory, c.issued_on, c.in_force_on, c.withdrawn_on, c.withdrawn_sources, c.replaced_by, c.ics, c.ccs, c.issuer,
       f.withdrawn AS confirmed, f.withdrawn_on AS confirmed_on
FROM catalogue_standard c
LEFT JOIN catalogue_confirmation f ON f.id = (SELECT max(y.id) FROM catalogue_confirmation y WHERE y.standard_id = c.id)
WHERE c.id IN ({ids})
""",
    days=("issued_on", "in_force_on", "withdrawn_on", "confirmed_on"),
    flags=("mandatory", "confirmed"),
)
IN_FORCE_ON = OfMany("SELECT compact_key, in_force_on FROM catalogue_standard WHERE compact_key IN ({ids})", days=("in_force_on",))
