"""Sessions in the database that know when they end, so that a page can say it beforehand."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from faelled.base.connect.log_ins.store import SessionStore as PersonsSessions

# Whoever is told this long before has time to press once (WCAG 2.2.1 asks for 20 seconds).
WARNING = timedelta(minutes=5)


class SessionStore(PersonsSessions):
    """A row of its person's; ``ends_at`` is the end that it had when this request read it.

    The end is a column of the row that the page has read anyway: to know it costs no query.
    """

    ends_at: datetime | None = None

    def load(self) -> dict[str, Any]:
        current = self.model.objects.filter(
            session_key=self.session_key, expire_date__gt=timezone.now()
        )
        row = current.first()
        if row is None:
            self._session_key = None
            return {}
        self.ends_at = row.expire_date
        return dict(self.decode(row.session_data))

    def prolong(self) -> datetime:
        """From now the whole time again; gives the new end."""
        self.modified = True
        self.ends_at = self.get_expiry_date()
        return self.ends_at
