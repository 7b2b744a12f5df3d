"""Triggers that make disclosed rows unchangeable, whoever asks: our code, a migration, or a person with an SQL prompt.

What they refuse: UPDATE, DELETE, an INSERT over an existing key (SQLite's INSERT OR REPLACE deletes without firing
delete triggers unless a pragma says so), TRUNCATE (PostgreSQL), and rows added to a version that is already public:
a version is sealed once `disclosure.latest_version_id` has reached it, and that number only ever rises.
What they cost: one key look-up for each inserted row. What they cannot do: stop the owner of the database from
dropping them, which is why each version's hash also stands on receipts and in the ledger.
"""

from sqlalchemy import Connection, inspect, text

ROWS = (
    "disclosure_version", "indicator", "version_reference", "disclosure_succession", "disclosure_withdrawal", "standing", "ledger_entry", "audit_entry", "case_step",
    "scheme_version", "front_runner", "front_runner_step", "check_plan_version", "draw_object", "checklist", "inspection_step", "inspection_answer", "finding",
    "finding_reply", "finding_publication", "rectification_step", "honour", "honour_step", "policy_version", "bulletin", "credit_class",
)  # fmt: skip
PARTS = ("indicator", "version_reference")
IDENTITY = {
    "disclosure": ("id", "public_id", "enterprise_id", "number", "klass", "compact_key", "undated_key", "bare_key", "round", "basis", "catalogue_id", "disclosed_at"),
    "scan_code": ("id", "product_id", "code", "issued_at"),  # a printed code stays what it was; it may only be revoked
    "draw": ("id", "public_id", "bureau_id", "plan_version_id", "item", "objects", "excluded", "population_hash", "plan_hash", "commitment", "seed", "frozen_by_id", "frozen_at"),
    "inspection": ("id", "public_id", "kind", "draw_id", "earlier_id", "bureau_id", "disclosure_id", "enterprise_id", "version_id", "order_no", "checklist_id", "made_at"),
}
"""Tables whose rows stay and keep these columns, while others may change."""
FROZEN = {"ranking": "id", "ranking_entry": "ranking_id", "ranking_list_page": "ranking_id"}
"""Tables of a ranking, with the column that says of which: theirs to change while it is a draft, nobody's once it is published."""
REFUSED = "disclosed rows are never changed"
SEALED = "EXISTS (SELECT 1 FROM disclosure_version v JOIN disclosure d ON d.id = v.disclosure_id WHERE v.id = NEW.version_id AND d.latest_version_id >= v.id)"

UNSEALED = "OLD.latest_version_id IS NOT NULL AND (NEW.latest_version_id IS NULL OR NEW.latest_version_id < OLD.latest_version_id)"
"""Pointing at an earlier version, or at none, would open later ones to further rows."""
DRAWN = "OLD.drawn_at IS NOT NULL"
"""A draw is frozen, then drawn: afterwards nothing of it changes."""
REFUSED_TOO = {"disclosure": ("latest_version_id", UNSEALED), "draw": ("drawn_at, drawn, result_hash, witness_words, witnesses, drawn_by_id", DRAWN)}
"""Beside its identity: the columns whose change is looked at, and what refuses it."""

TAKEN_BACK = "NEW.annulled AND EXISTS (SELECT 1 FROM finding_publication p WHERE p.standing_id = NEW.corrects_id)"
"""A fact `standing` that only takes the published result of a spot check back: a result is corrected by another one, never undone."""


def lift(connection: Connection) -> None:
    """Before a batch-altering of `disclosure` or `disclosure_version`: SQLite renames no table that another one's trigger
    reads while it is gone. `restore` without names afterwards. PostgreSQL alters in place and keeps its triggers.
    """
    if connection.dialect.name == "sqlite":
        for name in expected("sqlite"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


def restore(connection: Connection, *tables: str) -> None:
    """(Re)create the triggers of `tables` (all guarded ones when none is named); idempotent."""
    make = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    if connection.dialect.name != "sqlite":
        connection.execute(text(_FUNCTION))
    there = set(inspect(connection).get_table_names())  # an early revision restores what exists by then
    for table in tables or [each for each in (*ROWS, *IDENTITY, *FROZEN) if each in there]:
        for statement in make(table, _keys(connection, table)):
            connection.execute(text(statement))
    if "finding_publication" in there and (not tables or {"standing", "finding_publication"} & set(tables)):
        for statement in _KEPT_ON_SQLITE if make is _on_sqlite else _KEPT_ON_POSTGRESQL:
            connection.execute(text(statement))


def remove(connection: Connection, *tables: str) -> None:
    """Take the triggers of `tables` away, for a revision that goes back to when there were none."""
    for table in tables:
        for name in expected(connection.dialect.name):
            if name.rpartition("_")[0] == f"guard_{table}":
                connection.execute(text(f"DROP TRIGGER {name}" + ("" if connection.dialect.name == "sqlite" else f" ON {table}")))
    if "finding_publication" in tables:  # what the trigger asks is gone with it
        connection.execute(text("DROP TRIGGER guard_standing_kept" + ("" if connection.dialect.name == "sqlite" else " ON standing")))


def _keys(connection: Connection, table: str) -> list[list[str]]:
    """Every set of columns that identifies a row."""
    look = inspect(connection)
    return [look.get_pk_constraint(table)["constrained_columns"], *(each["column_names"] for each in look.get_unique_constraints(table))]


def _on_sqlite(table: str, keys: list[list[str]]) -> list[str]:
    if table in FROZEN:
        return _frozen_on_sqlite(table)
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE " + " AND ".join(f"t.{c} = NEW.{c}" for c in key) + ")" for key in keys)
    # By value, not by UPDATE OF: a new rowid changes the key without naming it.
    moved = [f"OLD.{column} IS NOT NEW.{column}" for column in IDENTITY.get(table, ())] + [f"({held})" for name, (_, held) in REFUSED_TOO.items() if name == table]
    updates = f"WHEN {' OR '.join(moved)}" if moved else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    made = [f"CREATE TRIGGER guard_{table}_{moment.lower()} BEFORE {moment} ON {table} {when} {refuse}" for moment, when in (("DELETE", ""), ("UPDATE", updates))]
    made.append(f"CREATE TRIGGER guard_{table}_insert BEFORE INSERT ON {table} WHEN {taken} {refuse}")
    if table in PARTS:
        made.append(f"CREATE TRIGGER guard_{table}_sealed BEFORE INSERT ON {table} WHEN {SEALED} {refuse}")
    dropped = [f"DROP TRIGGER IF EXISTS guard_{table}_{name}" for name in ("delete", "update", "insert", "sealed")]
    return dropped + made


def _frozen_on_sqlite(table: str) -> list[str]:
    own = FROZEN[table]
    published = "EXISTS (SELECT 1 FROM ranking r WHERE r.published_at IS NOT NULL AND ({}))"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    if table == "ranking":  # a new row may not take the place of a published one, by either of its keys
        when = {"delete": "OLD.published_at IS NOT NULL", "update": "OLD.published_at IS NOT NULL", "insert": published.format("r.id = NEW.id OR r.public_id = NEW.public_id")}
    else:
        when = {"delete": published.format(f"r.id = OLD.{own}"), "update": published.format(f"r.id IN (OLD.{own}, NEW.{own})"), "insert": published.format(f"r.id = NEW.{own}")}
    dropped = [f"DROP TRIGGER IF EXISTS guard_{table}_{name}" for name in when]
    return dropped + [f"CREATE TRIGGER guard_{table}_{name} BEFORE {name.upper()} ON {table} WHEN {held} {refuse}" for name, held in when.items()]


_FUNCTION = f"""CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION guard_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {SEALED} THEN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE OR REPLACE FUNCTION guard_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF EXISTS (SELECT 1 FROM ranking r WHERE r.published_at IS NOT NULL AND r.id IN (OLD.ranking_id, NEW.ranking_id)) THEN
RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN COALESCE(NEW, OLD); END $$"""

_KEPT_ON_SQLITE = (
    "DROP TRIGGER IF EXISTS guard_standing_kept",
    f"CREATE TRIGGER guard_standing_kept BEFORE INSERT ON standing WHEN {TAKEN_BACK} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)
_KEPT_ON_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION guard_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {TAKEN_BACK} THEN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$""",
    "DROP TRIGGER IF EXISTS guard_standing_kept ON standing",
    "CREATE TRIGGER guard_standing_kept BEFORE INSERT ON standing FOR EACH ROW EXECUTE FUNCTION guard_kept()",
    "ALTER TABLE standing ENABLE ALWAYS TRIGGER guard_standing_kept",
)


def _on_postgresql(table: str, _keys: list[list[str]]) -> list[str]:
    update = "UPDATE OF " + ", ".join(IDENTITY[table]) if table in IDENTITY else "UPDATE"
    wanted = {"change": (f"BEFORE {update} OR DELETE", "ROW", "guard_refuse"), "truncate": ("BEFORE TRUNCATE", "STATEMENT", "guard_refuse")}
    if table == "ranking":
        wanted["change"] = ("BEFORE UPDATE OR DELETE", "ROW WHEN (OLD.published_at IS NOT NULL)", "guard_refuse")
    elif table in FROZEN:
        wanted["change"] = ("BEFORE INSERT OR UPDATE OR DELETE", "ROW", "guard_frozen")
    if table in PARTS:
        wanted["sealed"] = ("BEFORE INSERT", "ROW", "guard_sealed")
    if table in REFUSED_TOO:
        columns, held = REFUSED_TOO[table]
        wanted["newest"] = (f"BEFORE UPDATE OF {columns}", f"ROW WHEN ({held})", "guard_refuse")
    made = []
    for name, (moment, level, function) in wanted.items():
        trigger = f"guard_{table}_{name}"
        made += [
            f"DROP TRIGGER IF EXISTS {trigger} ON {table}",
            f"CREATE TRIGGER {trigger} {moment} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",  # also when somebody replays rows as a replica
        ]
    return made


def expected(dialect: str) -> set[str]:
    """Names of all triggers that must be there; a test and `registry check` compare."""
    names = ("delete", "update", "insert") if dialect == "sqlite" else ("change", "truncate")
    made = {f"guard_{table}_{name}" for table in (*ROWS, *IDENTITY, *FROZEN) for name in names}
    made.add("guard_standing_kept")
    return made | {f"guard_{table}_sealed" for table in PARTS} | ({f"guard_{table}_newest" for table in REFUSED_TOO} if dialect != "sqlite" else set())
