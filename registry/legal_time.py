"""Legal days are those of Asia/Shanghai, wherever the server stands."""

from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))  # China has had one zone without summer time since 1991


def legal_day(now: datetime) -> date:
    """The day on which `now` falls in Asia/Shanghai."""
    return now.astimezone(SHANGHAI).date()
