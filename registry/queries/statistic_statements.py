"""The statements behind queries/statistic_facts.py and queries/statistics.py: plain, few, each by a key, for as many subjects as one portion has."""

from registry.plain import Statement
from registry.queries.of_many import OfMany

_PLACE = "e.division_code, e.industry_code"

ENTERPRISES = OfMany(
    f"""
SELECT e.id, e.verified_at, (SELECT min(d.disclosed_at) FROM disclosure d WHERE d.enterprise_id = e.id AND d.latest_version_id IS NOT NULL) AS first_at, {_PLACE}
FROM enterprise e WHERE e.id IN ({{ids}}) AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    instants=("verified_at", "first_at"),
)
# `watched`: an authority recorded something about its enterprise.
DISCLOSURES = OfMany(
    f"""
SELECT d.id, d.klass, d.enterprise_id, d.disclosed_at, v.id AS version_id, v.sequence, v.subject, v.in_force_from, v.valid_until, v.disclosed_at AS changed_at,
       w.effective_on AS withdrawn_on, s.effective_on AS superseded_on, EXISTS (SELECT 1 FROM standing t WHERE t.enterprise_id = d.enterprise_id) AS watched, {_PLACE}
FROM disclosure d JOIN disclosure_version v ON v.id = d.latest_version_id JOIN enterprise e ON e.id = d.enterprise_id
LEFT JOIN disclosure_withdrawal w ON w.disclosure_id = d.id LEFT JOIN disclosure_succession s ON s.disclosure_id = d.id
WHERE d.id IN ({{ids}}) AND e.verified_at IS NOT NULL
""",  # noqa: S608 - constants of this file
    days=("in_force_from", "valid_until", "withdrawn_on", "superseded_on"),
    instants=("disclosed_at", "changed_at"),
    flags=("watched",),
)
INDICATORS = OfMany("SELECT version_id, count(*) FROM indicator WHERE version_id IN ({ids}) GROUP BY version_id")
PRODUCTS = OfMany(
    f"SELECT p.id, p.created_at, p.ended_at, {_PLACE} FROM product p JOIN enterprise e ON e.id = p.enterprise_id WHERE p.id IN ({{ids}}) AND p.merged_into_id IS NULL AND e.verified_at IS NOT NULL",  # noqa: S608 - constants of this file
    instants=("created_at", "ended_at"),
)
# `corrected`: a published finding points back at it.
FINDINGS = OfMany(
    f"""
SELECT f.id, f.verdict, f.content, f.concluded_at, i.kind, {_PLACE},
       EXISTS (SELECT 1 FROM finding c JOIN finding_publication q ON q.finding_id = c.id WHERE c.corrects_id = f.id) AS corrected
FROM finding f JOIN finding_publication p ON p.finding_id = f.id JOIN inspection i ON i.id = f.inspection_id JOIN enterprise e ON e.id = i.enterprise_id
WHERE f.id IN ({{ids}})
""",  # noqa: S608 - constants of this file
    instants=("concluded_at",),
    flags=("corrected",),
)
RECTIFICATIONS = OfMany(
    f"SELECT r.id, r.days, r.ordered_at, r.due_on, {_PLACE} FROM rectification r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.id IN ({{ids}})",  # noqa: S608 - constants of this file
    days=("due_on",),
    instants=("ordered_at",),
)
RECTIFICATION_STEPS = OfMany("SELECT id, rectification_id, word, counts_on, days FROM rectification_step WHERE rectification_id IN ({ids})", days=("counts_on",))
HONOURS = OfMany(
    f"""
SELECT h.id, h.kind, h.grade, h.place, h.achieved_on, (SELECT s.word FROM honour_step s WHERE s.honour_id = h.id ORDER BY s.id DESC LIMIT 1) AS word, {_PLACE}
FROM honour h JOIN enterprise e ON e.id = h.enterprise_id WHERE h.id IN ({{ids}})
""",  # noqa: S608 - constants of this file
    days=("achieved_on",),
)

# What else has to be looked at when one of these changed.
HOLDERS = OfMany("SELECT DISTINCT enterprise_id FROM disclosure WHERE id IN ({ids})")
CORRECTED = OfMany("SELECT corrects_id FROM finding WHERE id IN ({ids}) AND corrects_id IS NOT NULL")
OF_HOLDERS = {
    "product": OfMany("SELECT id FROM product WHERE enterprise_id IN ({ids})"),
    "finding": OfMany("SELECT f.id FROM finding f JOIN inspection i ON i.id = f.inspection_id WHERE i.enterprise_id IN ({ids})"),
    "rectification": OfMany("SELECT id FROM rectification WHERE enterprise_id IN ({ids})"),
    "honour": OfMany("SELECT id FROM honour WHERE enterprise_id IN ({ids})"),
}

SHARES = {
    kind: OfMany(f"SELECT subject_id, division_code, industry, counts FROM statistic_share WHERE kind = '{kind}' AND subject_id IN ({{ids}})", documents=("counts",))  # noqa: S608 - constants of this file
    for kind in ("enterprise", "disclosure", "product", "finding", "rectification", "honour")
}
EVERYTHING = {
    kind: Statement(f"SELECT id FROM {kind} WHERE id > :after ORDER BY id LIMIT :most")  # noqa: S608 - constants of this file
    for kind in SHARES
}
LEFT_OVER = {
    kind: Statement(f"SELECT subject_id AS id FROM statistic_share WHERE kind = '{kind}' AND subject_id > :after AND subject_id <= :last ORDER BY subject_id")  # noqa: S608 - constants of this file
    for kind in SHARES
}
ALL_SHARES = Statement(
    "SELECT subject_id, division_code, industry, counts FROM statistic_share WHERE kind = :kind AND subject_id > :after ORDER BY subject_id LIMIT :most", documents=("counts",)
)
COUNTERS = Statement(
    """
SELECT division_code, industry, month, measure, count FROM statistic
WHERE (division_code, industry, month, measure) > (:division_code, :industry, :month, :measure) ORDER BY division_code, industry, month, measure LIMIT :most
"""
)
COUNTER = Statement("SELECT count FROM statistic WHERE division_code = :division_code AND industry = :industry AND month = :month AND measure = :measure")
