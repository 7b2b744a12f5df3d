"""The judged queries measure something: there are enough of each kind, and what they expect is there."""

from collections import Counter

from benchmarks.relevance import BEST, KINDS, Judged, judged, ndcg, subjects, success
from registry import db

LEAST = {"number": 120, "nothing": 8, "credit_code": 8, "full_width": 10}
LEAST_OF_OTHERS = 20


def test_the_set_holds_at_least_three_hundred_queries_and_enough_of_every_kind() -> None:
    counted = Counter(each.kind for each in judged())
    assert counted.total() >= 300
    assert set(counted) == set(KINDS)
    assert {kind: count for kind, count in counted.items() if count < LEAST.get(kind, LEAST_OF_OTHERS)} == {}


def test_no_query_is_judged_twice_and_every_grade_is_one_that_means_something() -> None:
    queries = [each.query for each in judged()]
    assert len(set(queries)) == len(queries)
    assert {grade for each in judged() for grade in each.expected.values()} == {1, 2, 3}
    assert [each.query for each in judged() if each.expected and max(each.expected.values()) < BEST] == []
    assert {each.kind for each in judged() if not each.expected} == {"nothing"}


def test_every_expected_subject_is_public_in_the_demonstration(demo_database: db.Database) -> None:
    with demo_database.reading() as session:
        there = set(subjects(session).values())
    assert {key for each in judged() for key in each.expected} - there == set()


def test_a_ranking_is_worth_more_the_earlier_the_best_comes() -> None:
    expected = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], expected) == 1
    assert ndcg(["b", "a"], expected) < 1
    assert ndcg(["x", "a", "b"], expected) < ndcg(["a", "x", "b"], expected)
    assert success(["a", "b"], expected)
    assert not success(["b", "a"], expected)
    assert not success([], expected)


def test_where_nothing_is_expected_only_nothing_is_right() -> None:
    nothing = Judged("nothing", "96385074", {})
    assert ndcg([], nothing.expected) == 1
    assert success([], nothing.expected)
    assert ndcg(["a"], nothing.expected) == 0
    assert not success(["a"], nothing.expected)
