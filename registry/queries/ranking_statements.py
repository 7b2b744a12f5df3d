"""The statements behind queries/ranking_inputs.py: plain, few, each by a key, for as many disclosures as one portion has."""

from registry.plain import Statement
from registry.queries.of_many import OfMany

IDS = Statement("SELECT id FROM disclosure WHERE category_code = :code AND id > :after AND latest_version_id IS NOT NULL ORDER BY id LIMIT :most")

# `watched`: an authority recorded something about its enterprise. What only versions beside the newest decide is asked of VERSIONS.
HEADS = OfMany(
    """
SELECT d.id, d.public_id, d.number, d.compact_key, d.basis, d.enterprise_id, d.disclosed_at, v.id AS version_id, v.sequence, v.title, v.content_hash, v.in_force_from, v.valid_until,
       w.effective_on AS withdrawn_on, s.effective_on AS superseded_on, EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = d.enterprise_id) AS watched,
       e.name AS enterprise, e.credit_code, e.division_code
FROM disclosure d JOIN disclosure_version v ON v.id = d.latest_version_id JOIN enterprise e ON e.id = d.enterprise_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE d.id IN ({ids}) AND e.verified_at IS NOT NULL
""",
    days=("in_force_from", "valid_until", "withdrawn_on", "superseded_on"),
    instants=("disclosed_at",),
)
VERSIONS = OfMany(
    "SELECT disclosure_id, id AS version_id, sequence, title, content_hash, in_force_from, valid_until, disclosed_at AS changed_at FROM disclosure_version WHERE disclosure_id IN ({ids})",
    days=("in_force_from", "valid_until"),
    instants=("changed_at",),
)
# One text for the cells of a row: most rows of a category repeat, and a text is fetched and found again in a third of the time of eleven cells.
_CELLS = "(concept_id, name_key, name, operator, low, high, unit, grade, text, condition_code, condition_text)"
_ROWS = "FROM indicator WHERE version_id IN ({ids}) ORDER BY version_id, position"
INDICATORS = {True: OfMany(f"SELECT version_id, json_array{_CELLS} {_ROWS}"), False: OfMany(f"SELECT version_id, CAST(json_build_array{_CELLS} AS text) {_ROWS}")}
"""By whether it is SQLite: version_id, and the cells as a JSON array."""
REFERENCES = OfMany("SELECT version_id, relation, number, compact_key, comparison FROM version_reference WHERE version_id IN ({ids}) AND relation <> 'joint' ORDER BY version_id, position")
# What the enterprises declare to follow as it is, and have not ended by the day.
IMPLEMENTED = OfMany(
    """
SELECT d.enterprise_id, d.compact_key FROM disclosure d
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE d.enterprise_id IN ({ids}) AND d.basis = 'implemented' AND d.latest_version_id IS NOT NULL
  AND (w.effective_on IS NULL OR w.effective_on > :today) AND (s.effective_on IS NULL OR s.effective_on > :today)
"""
)
# The newest claim for each requirement; `decision` is empty until somebody decides.
CLAIMS = OfMany("SELECT id, disclosure_id, requirement, decision FROM requirement_claim WHERE disclosure_id IN ({ids}) AND scheme_id = :scheme_id ORDER BY id")
