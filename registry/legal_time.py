"""Legal days are those of Asia/Shanghai, wherever the server stands."""

from datetime import UTC, date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))  # China has had one zone without summer time since 1991


def legal_day(now: datetime) -> date:
    """The day on which `now` falls in Asia/Shanghai."""
    return now.astimezone(SHANGHAI).date()


def first_instant(day: date) -> datetime:
    """The instant, in UTC, at which a legal day begins."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
