"""What holds for every draw, whatever the list: property by property, on lists that nobody chose."""

import hashlib
import hmac
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import Conflict
from registry.rules import draw, merkle
from registry.rules.credit_class import CLASSES
from registry.rules.draw import Candidate, Object

SHARES = {"A": Fraction(1), "B": Fraction(2), "C": Fraction(10), "D": Fraction(30)}
SALT = "c3" * 16
KEY = draw.key("ab" * 32, "海游 六敖")
ROOT, RESULT = "67deed8ad230ce81893c55a5eea00ba700bb9d53b41973d5a6fc2f821a50c2f7", "2af7599cb5fff7925dd172ed9d982d75ce55faf89953fe5877e2f538a160426b"


def an_object(number: int, klass: str, industry: str, town: str, excluded: str = "") -> Object:
    name, salt = f"D{number:05d}", f"{number:032x}"
    code = f"firm{number % 7}"
    return Object(name, code, klass, industry, town, draw.leaf(code, name, draw.hidden(salt, klass, industry, town, excluded)), excluded)


def masked(each: Object) -> int:
    """What the objects of a stratum are ordered by."""
    return int.from_bytes(hmac.new(KEY, each.leaf, "sha256").digest()) ^ draw.mask(KEY, SALT, *each.stratum)


populations = st.lists(
    st.tuples(st.sampled_from(CLASSES), st.sampled_from(("C29", "C18", "")), st.sampled_from(("海游街道", "珠岙镇")), st.sampled_from(("", "", "", "drawn_recently"))), min_size=1, max_size=60
).map(lambda rows: [an_object(number, *row) for number, row in enumerate(rows)])
minimums = st.integers(1, 3)


@given(populations, minimums, st.randoms())
def test_the_order_of_the_list_never_changes_the_draw(population: list[Object], minimum: int, shuffling) -> None:  # type: ignore[no-untyped-def]
    other = list(population)
    shuffling.shuffle(other)
    people = [Candidate(str(each)) for each in range(5)]
    one, two = (draw.match(draw.objects(each, SHARES, minimum, KEY, SALT), people, KEY) for each in (population, other))
    assert one == two
    assert merkle.root(each.leaf for each in population) == merkle.root(each.leaf for each in other)


@given(populations, minimums)
def test_every_stratum_that_is_not_empty_has_an_object_and_none_that_is_excluded(population: list[Object], minimum: int) -> None:
    drawn = draw.objects(population, SHARES, minimum, KEY, SALT)
    assert {each.stratum for each in drawn} == {each.stratum for each in population if not each.excluded}
    assert not [each for each in drawn if each.excluded]
    sizes, taken = Counter(each.stratum for each in population if not each.excluded), Counter(each.stratum for each in drawn)
    assert all(taken[stratum] >= min(size, minimum) and taken[stratum] >= size * SHARES[stratum[0]] / 100 for stratum, size in sizes.items())


@given(populations, minimums, st.integers(0, 59), st.sampled_from(CLASSES))
def test_changing_one_object_changes_other_strata_not_at_all_and_its_own_by_the_order_of_numbers_only(population: list[Object], minimum: int, place: int, klass: str) -> None:
    place %= len(population)
    before, old = draw.objects(population, SHARES, minimum, KEY, SALT), population[place]
    new = an_object(place, klass, old.industry, old.town, old.excluded)
    after = draw.objects([*population[:place], new, *population[place + 1 :]], SHARES, minimum, KEY, SALT)
    touched = {old.stratum, new.stratum}
    assert {each for each in before if each.stratum not in touched} == {each for each in after if each.stratum not in touched}
    for drawn, of in ((before, population), (after, [*population[:place], new, *population[place + 1 :]])):
        for stratum in touched:
            numbers = sorted(masked(each) for each in of if each.stratum == stratum and not each.excluded)
            mine = sorted(masked(each) for each in drawn if each.stratum == stratum)
            assert mine == numbers[: len(mine)]


@given(populations, st.lists(st.frozensets(st.sampled_from([f"firm{each}" for each in range(7)]), max_size=4), min_size=2, max_size=6))
def test_nobody_inspects_a_relative_and_every_object_has_two_different_inspectors_or_the_draw_fails(population: list[Object], recused: list[frozenset[str]]) -> None:
    people = [Candidate(str(place), each) for place, each in enumerate(recused)]
    drawn = draw.objects(population, SHARES, 1, KEY, SALT)
    possible = all(sum(each.credit_code not in one.recused for one in people) >= 2 for each in drawn)
    if not possible:
        with pytest.raises(Conflict, match="too_few_inspectors") as refused:
            draw.match(drawn, people, KEY)
        assert refused.value.facts["disclosure"] in {each.disclosure for each in drawn}
        return
    for each in draw.match(drawn, people, KEY):
        assert each.first != each.second
        assert all(each.drawn.credit_code not in people[int(one)].recused for one in (each.first, each.second))


@given(populations, st.integers(2, 6))
def test_without_recusals_nobody_has_more_than_one_inspection_more_than_another(population: list[Object], several: int) -> None:
    matched = draw.match(draw.objects(population, SHARES, 2, KEY, SALT), [Candidate(str(each)) for each in range(several)], KEY)
    loads = Counter({str(each): 0 for each in range(several)})
    loads.update(one for each in matched for one in (each.first, each.second))
    assert max(loads.values()) - min(loads.values()) <= 1


def test_who_knows_their_own_number_cannot_tell_from_it_how_large_their_fraction_is() -> None:
    """Among those drawn of a large stratum the numbers are as often large as small."""
    drawn = draw.objects([an_object(number, "A", f"C{number % 40}", "海游街道") for number in range(8000)], {"A": Fraction(5)}, 1, KEY, SALT)
    halves = Counter(draw.number(KEY, each.leaf)[0] < 128 for each in drawn)
    assert 0.3 < halves[True] / len(drawn) < 0.7


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40, unique=True), st.data())
def test_every_leaf_has_a_path_to_the_root_and_a_foreign_one_has_none(leaves: list[bytes], data) -> None:  # type: ignore[no-untyped-def]
    leaf, foreign = data.draw(st.sampled_from(leaves)), hashlib.sha256(b"".join(leaves)).digest()
    steps = merkle.path(leaves, leaf)
    assert merkle.arrives(leaf, steps, merkle.root(leaves))
    assert not merkle.arrives(foreign, steps, merkle.root(leaves))


def test_one_draw_is_always_the_same() -> None:
    """The bytes of docs/draws.md: whoever changes them breaks every proof that was handed out."""
    population = [an_object(number, CLASSES[number % 4], "C29", "海游街道") for number in range(40)]
    drawn = draw.objects(population, SHARES, 1, KEY, SALT)
    matched = draw.match(drawn, [Candidate("11"), Candidate("12"), Candidate("13", frozenset({"firm3"}))], KEY)
    lines = [(each.drawn.disclosure, each.drawn.credit_code, each.first, each.second) for each in matched]
    assert (merkle.root(each.leaf for each in population).hex(), draw.result_hash(lines)) == (ROOT, RESULT)


@pytest.mark.parametrize(("size", "percent", "minimum", "expected"), [(150, "1", 1, 2), (100, "1", 1, 1), (3, "30", 1, 1), (10, "30", 1, 3), (2, "1", 5, 2), (7, "0.5", 1, 1), (1000, "12.5", 1, 125)])
def test_a_fraction_is_rounded_up_and_never_takes_more_than_there_are(size: int, percent: str, minimum: int, expected: int) -> None:
    assert draw.wanted(size, Fraction(percent), minimum) == expected

