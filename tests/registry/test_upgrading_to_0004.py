"""A registry that was filled before disclosures said their category in a column: the upgrade reads it from their newest documents."""

from datetime import date, datetime

from sqlalchemy import text

from registry import canonical, db
from registry.db import Database
from registry.migrations import guards
from tests.registry.test_upgrading_from_0001 import put, triggers


def test_the_column_says_what_the_newest_document_says(empty_database_url: str, now: datetime) -> None:
    db.upgrade(empty_database_url, "0003")
    opened, then = Database(empty_database_url), now.replace(tzinfo=None)
    with opened.engine.begin() as connection:
        put(connection, "account", id=1, name="王", password_hash="!", language="zh", created_at=then)
        put(connection, "enterprise", id=1, credit_code="91331022MA2K10012U", name="某某橡胶有限公司（示例）", division_code="331022", created_at=then, revision=1)
        for number, categories in enumerate((("v-belt", "conveyor-belt"), ("",)), 1):
            put(connection, "disclosure", id=number, public_id=f"D{number}", enterprise_id=1, number="Q/X 1", klass="enterprise", compact_key=f"k{number}", undated_key="k", bare_key="1", round=1, basis="own", disclosed_at=then)
            for sequence, code in enumerate(categories, 1):
                key = 10 * number + sequence
                put(connection, "draft", id=key, enterprise_id=1, purpose="disclose", title="", content="{}", revision=1, created_at=then, created_by_id=1, saved_at=then, saved_by_id=1)
                content = canonical.text({"category": {"code": code, "name": "输送带"}, "title": '"category":{"code":"x"'})
                row = {"id": key, "disclosure_id": number, "sequence": sequence, "change": "first", "title": "输送带", "subject": "product", "content": content, "content_hash": "0" * 64}
                put(connection, "disclosure_version", **row, in_force_from=date(2026, 1, 1), lower_stated=False, text_public=False, draft_id=key, disclosed_by_id=1, disclosed_at=then)
            connection.execute(text(f"UPDATE disclosure SET latest_version_id = {10 * number + len(categories)} WHERE id = {number}"))
    db.upgrade(empty_database_url)
    with opened.engine.connect() as connection:
        assert connection.execute(text("SELECT id, category_code FROM disclosure ORDER BY id")).all() == [(1, "conveyor-belt"), (2, None)]
    assert triggers(opened) == guards.expected(opened.engine.dialect.name)
    opened.close()
