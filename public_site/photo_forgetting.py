"""The worker's part in photographs of reports: what still waits after a day was not sent, or was kept with its case."""

from typing import TYPE_CHECKING

from registry import jobs
from registry.files import Files

if TYPE_CHECKING:
    from public_site.worker import Bench

FORGET = "report_photos.forget"


def forget(at: "Bench", lease: jobs.Lease) -> None:
    """Throw the photographs of one form away; done twice it finds nothing."""
    Files(at.settings.files_url).pieces(str(lease.payload["folder"])).forget()
