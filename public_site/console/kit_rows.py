"""A kit as pages show it: its state, how fast it is made, and why it was not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from public_site import words
from public_site.presenters import count
from registry.models import LabelKit
from registry.queries.label_kits import Listed
from registry.rules.label_kit import KitOrder

SOON = timedelta(seconds=10)
"""Before that much time has passed no rate is told."""


@dataclass(frozen=True)
class Row:
    """A kit as pages show it. `rate` and `left` are words, empty when it is not being made."""

    kit: LabelKit
    order: KitOrder
    state: str
    why: str
    size: int
    rate: str
    left: str

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "making")


def row(found: Listed, now: datetime) -> Row:
    """As it is at `now`."""
    kit, order = found.kit, KitOrder.from_json(found.kit.options)
    state = _state(found)
    rate, left = _speed(kit, now) if state == "making" else ("", "")
    why = words.of(kit.problem) if kit.problem else words.of("kit_failed") if state == "failed" else ""
    return Row(kit, order, state, why, found.file.size if found.file else 0, rate, left)


def _state(found: Listed) -> str:
    kit, job = found.kit, found.job
    if kit.file_sha256:
        return "made"
    if kit.problem == "kit_cancelled" or (job and job.outcome == "cancelled"):
        return "cancelled"
    if kit.problem or (job and job.outcome == "failed"):
        return "failed"
    return "making" if job and job.lease_until else "waiting"


def _speed(kit: LabelKit, now: datetime) -> tuple[str, str]:
    """Labels a second since the worker at hand took it up, and how long the rest will take."""
    drawn, passed = kit.done - kit.begun_with, now - kit.begun_at if kit.begun_at else timedelta()
    if drawn <= 0 or passed < SOON:
        return "", ""
    rate = drawn / passed.total_seconds()
    seconds = (kit.total - kit.done) / rate
    left = _("还需不到 1 分钟") if seconds < 60 else _("还需约 %(minutes)s 分钟", minutes=round(seconds / 60))
    return _("每秒 %(count)s 枚", count=count(max(1, round(rate)))), left
