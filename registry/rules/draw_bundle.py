"""Whether a draw's bundle agrees with itself and with what was published: whoever changed a list, a seed, a plan, a result or an inspector is told.

The bundle carries what the public ledger says too. Whoever made the bundle could have changed that with the rest, so the
hashes that are told here are to be compared with the ledger itself.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from registry import canonical
from registry.rules import draw as rules
from registry.rules import merkle
from registry.rules.credit_class import CLASSES
from registry.rules.draw import Object

FORMAT: Final = "draw-bundle-1"
FROZEN: Final = ("population_hash", "plan_hash", "inspectors_hash", "commitment")
DRAWN: Final = ("seed", "witness_words", "commitment", "population_hash", "result_hash")


def faults(bundle: Mapping[str, Any]) -> list[str]:
    """A sentence for everything that differs, in English; none: everything agrees. Raises KeyError, ValueError for what is no bundle."""
    if bundle["format"] != FORMAT:
        raise ValueError(f"not a {FORMAT}")
    population = [_object(each) for each in bundle["objects"]]
    return [*_hashes(bundle, population), *_result(bundle, population)]


def hashes(bundle: Mapping[str, Any]) -> dict[str, str]:
    """What to compare with the public ledger, by name; computed from the bundle's own lists."""
    population_hash = merkle.root(_object(each).leaf for each in bundle["objects"]).hex()
    result = [(each["disclosure"], each["credit_code"], each["inspectors"][0], each["inspectors"][1]) for each in bundle["result"]]
    return {
        "population_hash": population_hash, "plan_hash": canonical.digest(rules.text(bundle["plan"])), "inspectors_hash": rules.inspectors_hash(bundle["inspectors"]),
        "commitment": rules.commitment(bundle["draw"]["seed"], population_hash), "result_hash": rules.result_hash(result),
    }  # fmt: skip


def _object(row: Mapping[str, Any]) -> Object:
    hidden = rules.hidden(row["salt"], row["class"], row["industry"], row["town"], row["excluded"])
    return Object(row["disclosure"], row["credit_code"], row["class"], row["industry"], row["town"], rules.leaf(row["credit_code"], row["disclosure"], hidden), row["excluded"])


def _hashes(bundle: Mapping[str, Any], population: list[Object]) -> Iterator[str]:
    told, ledger = bundle["draw"], bundle["ledger"]
    meant = {"population_hash": "the list", "plan_hash": "the plan", "inspectors_hash": "the inspectors", "commitment": "the seed or the list", "result_hash": "the result"}
    for name, value in hashes(bundle).items():
        if value != told[name]:
            yield f"{meant[name]} was changed: {name} is {value}, the bundle says {told[name]}"
    for moment, names in (("frozen", FROZEN), ("made", DRAWN)):
        for name in names:
            if ledger.get(moment, {}).get(name) != told[name]:
                yield f"{name} is {told[name]}, the ledger's entry ({moment}) in the bundle says {ledger.get(moment, {}).get(name)}"
    if len({each.disclosure for each in population}) != len(population):
        yield "an object stands twice in the list"


def _result(bundle: Mapping[str, Any], population: list[Object]) -> Iterator[str]:
    told = bundle["draw"]
    item = next((each for each in bundle["plan"]["items"] if each["code"] == told["item"]), None)
    if item is None:
        yield f"the plan has no item {told['item']}"
        return
    yield from (f"inspector {each['key']} is not certified for {item['field']}" for each in bundle["inspectors"] if each["field"] != item["field"])
    key = rules.key(told["seed"], told["witness_words"])
    percents = {klass: Fraction(item["fractions"][klass]) for klass in CLASSES}
    drawn = rules.match(rules.objects(population, percents, int(item["minimum"]), key, bundle["plan"]["salt"]), rules.candidates_of(bundle["inspectors"]), key)
    given = {each["order"]: (each["disclosure"], each["credit_code"], *each["inspectors"]) for each in bundle["result"]}
    computed = {order: (each.drawn.disclosure, each.drawn.credit_code, each.first, each.second) for order, each in enumerate(drawn, 1)}
    for order in sorted(given.keys() | computed.keys()):
        if given.get(order) != computed.get(order):
            yield f"line {order} is {computed.get(order)}, the bundle says {given.get(order)}"
