"""Who types a number without its year means the edition in force."""

from registry import db
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import indexing
from search import documents, reading
from search.query import SearchQuery
from search.synonyms import Vocabulary


def test_only_the_edition_in_force_is_called_by_the_number_without_its_year(demo_database: db.Database) -> None:
    with demo_database.reading() as session:
        ids = indexing.ids_behind(session, "standard", 0, 1000)
        made = documents.changes(session, "standard", ids, legal_day(utc_now()), indexing.words(session))
    meant = reading.read(SearchQuery(text="GB/T 1171"), Vocabulary()).ask
    editions = [each.document for each in made if each.document is not None and each.document["number_order"].startswith("GB/T 00001171")]
    assert len(editions) == 2, "of 2006, withdrawn, and of 2017"
    assert [edition["status"] for edition in editions if set(meant.names) & set(edition["names"])] == [["in_force"]]
