"""How long a module may be, and those that are longer, each with the reason why it is not split."""

LONGEST = {"tests": 400, "benchmarks": 400}
"""Lines, by top-level folder; 250 elsewhere. A test file is read one sentence at a time."""
REASONS: dict[str, str] = {
    "registry/rules/unit_table.py": "one table, a row for each unit; readers look a unit up in it from top to bottom",
}
