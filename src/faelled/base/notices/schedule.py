"""When somebody may be told: pauses, working hours and the hour of the daily summary."""

from datetime import datetime, time, timedelta

from faelled.lib.dates import COPENHAGEN, danish_calendar, local_day

# What was written just now may not be committed yet: only what has settled is looked at.
SETTLED = timedelta(seconds=20)
# One who has been told is left alone so long, and so is a carrier that failed.
PAUSE = timedelta(minutes=10)
# A worker that has taken somebody has so long to tell them.
LEASE = timedelta(minutes=2)
OPENS, CLOSES = time(7, 0), time(17, 0)
SUMMARY = time(7, 30)


def in_working_hours(now: datetime) -> bool:
    """From 7 until, not including, 17 in Copenhagen, on a day that is a working day."""
    local = now.astimezone(COPENHAGEN)
    return OPENS <= local.time() < CLOSES and danish_calendar().is_working_day(local_day(now))


def next_summary(now: datetime) -> datetime:
    """The first half past seven after ``now`` on a working day."""
    calendar, day = danish_calendar(), local_day(now)
    while True:
        day = calendar.next_working_day(day)
        moment = datetime.combine(day, SUMMARY, tzinfo=COPENHAGEN)
        if moment > now:
            return moment
        day += timedelta(days=1)
