"""What weighs on somebody's name is released by another person than the one who prepared it (PUBLIC_NOTICE_SECOND_APPROVER).

Whoever stands in for a colleague who is away is a person of their own: the substitute of who prepared it may release it.
"""

from collections.abc import Iterable

from registry.errors import NotAllowed
from registry.rules.permission import Actor


def barred(actor: Actor, prepared_by: Iterable[int | None], *, wanted: bool) -> bool:
    """Whether the actor may not release what `prepared_by` (account ids) prepared; `wanted`: the setting. The system is nobody's second."""
    return wanted and not actor.system and actor.account_id in set(prepared_by)


def require(actor: Actor, prepared_by: Iterable[int | None], *, wanted: bool) -> None:
    """Pass, or raise NotAllowed("another_person"): let a colleague release it."""
    if barred(actor, prepared_by, wanted=wanted):
        raise NotAllowed("another_person")
