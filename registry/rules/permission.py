"""Who asks, about what, and whether they may: every verb is judged by its row in `registry.rules.powers.RULES`.

Territory: a bureau acts inside its division and what lies below it.
"""

from dataclasses import dataclass, field

from registry.errors import NotAllowed, NotFound
from registry.rules.powers import LEVELS, RULES, Rule


@dataclass(frozen=True, slots=True)
class Office:
    """A person's place in a bureau."""

    bureau_id: int
    level: str
    division_code: str
    roles: frozenset[str]

    def covers(self, division_code: str) -> bool:
        """Whether the division lies in the bureau's territory (GB/T 2260: two digits a level)."""
        digits = {"province": 2, "city": 4, "county": 6}[self.level]
        return division_code[:digits] == self.division_code[:digits]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person, or the system (`account_id` None and `system`), and where the request came from."""

    account_id: int | None = None
    enterprises: dict[int, str] = field(default_factory=dict)
    """Enterprise id to role."""
    offices: tuple[Office, ...] = ()
    bodies: frozenset[int] = frozenset()
    """Assessment bodies that the person acts for and whose admission has not ended."""
    stands_in_for: frozenset[int] = frozenset()
    """Accounts of colleagues who are away and whose work falls to this person today."""
    second_factor: bool = False
    confirmed: bool = False
    """Holds a confirmed address."""
    system: bool = False
    origin: str = ""

    def role_in(self, enterprise_id: int | None) -> str | None:
        """The person's role in the enterprise, None without one."""
        return None if enterprise_id is None else self.enterprises.get(enterprise_id)

    def offices_over(self, division_code: str | None) -> tuple[Office, ...]:
        """The person's offices whose territory holds the division."""
        return tuple(o for o in self.offices if division_code and o.covers(division_code))


SYSTEM = Actor(system=True, origin="worker")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about: whose it is and where it lies."""

    enterprise_id: int | None = None
    division_code: str | None = None
    bureau_id: int | None = None
    body_id: int | None = None
    """The assessment body it belongs to."""
    account_id: int | None = None
    """The person it belongs to: a session, a message."""


def allowed(actor: Actor, verb: str, scope: Scope | None = None) -> bool:
    """Whether `actor` may do `verb` to what `scope` describes. Raises KeyError for a verb without a rule."""
    rule, scope = RULES[verb], scope or Scope()
    if actor.system or rule.stranger:
        return True
    if rule.anyone and actor.account_id is not None and actor.confirmed:
        return True
    if rule.oneself and actor.account_id is not None and scope.account_id in _persons(actor, rule):
        return True
    if actor.role_in(scope.enterprise_id) in rule.enterprise or (rule.body and scope.body_id in actor.bodies):
        return True
    return bool(offices(actor, verb, scope))


def _persons(actor: Actor, rule: Rule) -> frozenset[int | None]:
    return frozenset({actor.account_id}) | (actor.stands_in_for if rule.substitute else frozenset())


def offices(actor: Actor, verb: str, scope: Scope | None = None) -> tuple[Office, ...]:
    """The offices in which `actor` may do `verb`. A scope without a place is open to every office with the role."""
    rule, scope = RULES[verb], scope or Scope()
    return tuple(
        o
        for o in actor.offices
        if o.roles & set(rule.bureau)
        and LEVELS.index(o.level) >= LEVELS.index(rule.level)
        and (scope.division_code is None or o.covers(scope.division_code))
        and (not rule.own_bureau or o.bureau_id == scope.bureau_id)
    )


def knows(actor: Actor, scope: Scope) -> bool:
    """Whether the actor may at all know that the subject exists: a member, or an office over the place."""
    belongs = actor.role_in(scope.enterprise_id) is not None or scope.body_id in actor.bodies or any(o.bureau_id == scope.bureau_id for o in actor.offices)
    return actor.system or belongs or bool(actor.offices_over(scope.division_code))


def require(actor: Actor, verb: str, scope: Scope | None = None) -> None:
    """Pass, or raise NotAllowed; NotFound where the actor may not even know that the subject exists."""
    if allowed(actor, verb, scope):
        return
    if scope is not None and scope != Scope() and not knows(actor, scope):
        raise NotFound("not_found")
    raise NotAllowed("provincial_only" if RULES[verb].level == "province" else "not_allowed", verb=verb)
