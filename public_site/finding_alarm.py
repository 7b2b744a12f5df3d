"""The worker's part in publishing in time: it rings when a finding was not published by its day."""

from typing import TYPE_CHECKING

from registry import jobs
from registry.actions import findings

if TYPE_CHECKING:
    from public_site.worker import Bench


def look(at: "Bench", lease: jobs.Lease) -> None:
    """Look now, and once more on the day after it is due: late, the office and the one above are told, once."""
    with at.database.transaction() as session:
        findings.alarm(session, finding_id=int(str(lease.payload["finding_id"])), limits=at.settings, now=at.now())
