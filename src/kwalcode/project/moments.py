"""Dates and times as people type them on this machine, and as the journal writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from kwalcode.errors import UsageError
from kwalcode.i18n import _

_DAY, _MINUTE = len("2026-03-01"), len("2026-03-01T14:30")


def begins(when: str) -> str:
    """Return when a day, a minute or a second begins, as a stamp of the journal.

    `when` is "2026-03-01", "2026-03-01 14:30" or "2026-03-01T14:30:05", by this machine's clock.
    Raises UsageError for anything else.
    """
    return _stamp(_read(when))


def ends(when: str) -> str:
    """Return when it ends: the first moment that is not in it. Raises UsageError."""
    found = _read(when)
    if len(when.strip()) > _DAY:
        return _stamp(found + timedelta(minutes=1) if _to_the_minute(when) else _later(found))
    return _stamp(datetime.combine(found.date() + timedelta(days=1), time()).astimezone())


def local(stamp: str) -> datetime:
    """Return a stamp of the journal as a time of this machine's clock."""
    return datetime.fromisoformat(stamp).astimezone()


def local_day(stamp: str) -> str:
    """Return the day of a stamp on this machine, as in "2026-03-01"."""
    return local(stamp).date().isoformat()


def local_minute(stamp: str) -> str:
    """Return the day and the minute of a stamp on this machine, as in "2026-03-01 14:30"."""
    return local(stamp).isoformat(" ", "minutes")[: len("2026-03-01 14:30")]


def _read(when: str) -> datetime:
    text = when.strip()
    try:
        if len(text) == _DAY:
            return datetime.combine(date.fromisoformat(text), time()).astimezone()
        if len(text) >= _MINUTE:
            return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        pass
    raise UsageError(
        _("'{when}' is no date. Write it like 2026-03-01 or 2026-03-01 14:30.").format(when=when)
    )


def _to_the_minute(when: str) -> bool:
    return len(when.strip()) == _MINUTE


def _later(moment: datetime) -> datetime:
    """Return the second after, or the next thousandth where the time has thousandths."""
    step = timedelta(milliseconds=1) if moment.microsecond else timedelta(seconds=1)
    return moment + step


def _stamp(moment: datetime) -> str:
    utc = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return utc.replace("+00:00", "Z")
