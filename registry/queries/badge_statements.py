"""The statements behind queries/badges.py: plain, two, each by an index on the disclosure."""

from registry.queries.of_many import OfMany

OF_DISCLOSURE = "EXISTS (SELECT 1 FROM ranking_entry z WHERE z.disclosure_id = d.id) OR EXISTS (SELECT 1 FROM front_runner z WHERE z.disclosure_id = d.id) AS ranked"
"""A column of a page's head that has the disclosure as `d`: whether it is worth asking here at all."""
OF_PRODUCT = """
EXISTS (SELECT 1 FROM product_disclosure y JOIN ranking_entry z ON z.disclosure_id = y.disclosure_id WHERE y.product_id = p.id AND y.ended_at IS NULL)
    OR EXISTS (SELECT 1 FROM product_disclosure y JOIN front_runner z ON z.disclosure_id = y.disclosure_id WHERE y.product_id = p.id AND y.ended_at IS NULL) AS ranked
"""
"""The same of whatever the product `p` follows."""

_GRADED = """
SELECT x.disclosure_id, x.public_id AS disclosure, x.number, x.version_id, x.place, x.level, x.stars, r.public_id AS ranking, r.year, r.graded, r.division_code, r.as_of, v.title,
       c.code AS category, c.name AS category_name, c.name_en AS category_name_en, b.name AS body, o.name AS bureau, d.latest_version_id
FROM ranking_entry x JOIN ranking r ON r.id = x.ranking_id JOIN scheme_version v ON v.id = r.scheme_version_id JOIN evaluation_scheme s ON s.id = v.scheme_id
JOIN product_category c ON c.id = r.category_id JOIN disclosure d ON d.id = x.disclosure_id
LEFT JOIN assessment_body b ON b.id = s.body_id LEFT JOIN bureau o ON o.id = s.bureau_id
WHERE x.disclosure_id IN ({ids}) AND x.level IS NOT NULL AND r.published_at IS NOT NULL
"""
EVER = OfMany(_GRADED, days=("as_of",))
# A scheme's newest published ranking counts, whether it still holds the disclosure or not.
PLACES = OfMany(
    f"""{_GRADED} AND NOT EXISTS (
    SELECT 1 FROM scheme_version w JOIN ranking n ON n.scheme_version_id = w.id
    WHERE w.scheme_id = v.scheme_id AND (n.published_at > r.published_at OR (n.published_at = r.published_at AND n.id > r.id)))
""",  # noqa: S608 - constants of this file
    days=("as_of",),
)
RUNNERS = OfMany(
    """
SELECT f.id, f.public_id, f.kind, f.disclosure_id, d.public_id AS disclosure, d.number, f.version_id, d.latest_version_id, r.public_id AS ranking, f.category, f.year, f.models, f.issuer, f.document, f.source_url,
       f.valid_from, f.valid_until, t.step, t.reason, t.recorded_at, t.version_id AS looked_at
FROM front_runner f JOIN disclosure d ON d.id = f.disclosure_id LEFT JOIN ranking r ON r.id = f.ranking_id LEFT JOIN front_runner_step t ON t.front_runner_id = f.id
WHERE f.disclosure_id IN ({ids})
""",
    days=("valid_from", "valid_until"),
    instants=("recorded_at",),
)
