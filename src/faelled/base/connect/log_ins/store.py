"""``SESSION_ENGINE``: Django's sessions in the database, which know whose they are and their end.

A log-in ends when nothing was asked for ``SESSION_COOKIE_AGE`` (the idle limit), and at the latest
`LONGEST` after it began, however busy it was (ASVS 5.0, 7.3.1 and 7.3.2).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from faelled.base.connect.models import LogIn
from faelled.base.people.models import User
from faelled.base.statements import Question, Slot

NUMBER, BEGUN, DEVICE = "log_in_number", "log_in_begun", "log_in_device"
LONGEST = timedelta(hours=12)
# The end is moved at most so often, so that a busy person costs a write now and then.
STEP = timedelta(minutes=5)

# With whose it is, and what an actor is built from: every page asks all of it.
BY_KEY = Question(
    lambda: LogIn.objects.select_related("user__employee", "user__person").filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    )
)


class SessionStore(DatabaseStore):
    """A row of `LogIn` for each session. A new log-in gets a new key, and so a new row.

    ``ends_at`` is the end that the row had when this request read it: a column of the row that the
    page has read anyway, so to know it costs no query. ``user``: whose row it was.
    """

    ends_at: datetime | None = None
    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[LogIn]:
        return LogIn

    def load(self) -> dict[str, Any]:
        current = BY_KEY.first(key=self.session_key, now=timezone.now())
        if current is None:
            self._session_key = None
            return {}
        self.ends_at, self.user = current.expire_date, current.user
        return dict(self.decode(current.session_data))

    def create_model_instance(self, data: dict[str, Any]) -> LogIn:
        row = super().create_model_instance(data)
        assert isinstance(row, LogIn)
        user_id, begun = data.get(SESSION_KEY), data.get(BEGUN)
        row.user_id = int(user_id) if user_id else None
        row.number = UUID(data[NUMBER]) if NUMBER in data else uuid4()
        row.begun_at = datetime.fromisoformat(begun) if begun else timezone.now()
        row.expire_date = min(row.expire_date, row.begun_at + LONGEST)
        row.device = str(data.get(DEVICE, ""))
        return row

    def prolong(self) -> datetime:
        """From now the whole idle time again, within `LONGEST`; gives the new end."""
        self.modified = True
        begun = self.get(BEGUN)
        latest = datetime.fromisoformat(begun) + LONGEST if begun else self.get_expiry_date()
        self.ends_at = min(self.get_expiry_date(), latest)
        return self.ends_at

    def seen(self, now: datetime) -> None:
        """Somebody used the site: move the end, when it was not moved just before."""
        if self.ends_at is not None and self.ends_at - now < self.idle_limit - STEP:
            self.prolong()

    @property
    def idle_limit(self) -> timedelta:
        return timedelta(seconds=self.get_expiry_age())
