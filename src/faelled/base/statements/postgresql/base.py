"""Django's connection to PostgreSQL, with two of its habits changed; Django finds it by its name.

It asks whether a connection is alive only where that is in doubt, and lets the server keep as many
statements as the site has.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as DjangosWrapper

# So long a connection that was just used counts as alive. Longer, and a firewall may have dropped
# it without a word.
TRUSTED_SECONDS = 10.0
# Each is some kilobytes in the server. What all pages and steps ask is some hundreds; where 100 are
# kept, as psycopg does it, they drive each other out and are planned anew each time.
PREPARED_AT_MOST = 500


class DatabaseWrapper(DjangosWrapper):
    """One connection, kept from request to request."""

    health_check_enabled: bool
    health_check_done: bool
    used_at = float("-inf")  # by the monotonic clock, in seconds

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        made.prepared_max = PREPARED_AT_MOST
        return made

    def close_if_health_check_failed(self) -> None:
        """Called before every cursor. Django asks ``SELECT 1`` at the first one of each request;
        here that is spared where the connection was used just now and nothing has come from the
        server since: a server that goes away closes the connection, and that comes as something.
        """
        now = time.monotonic()
        if self.connection is not None and self.health_check_enabled and not self.health_check_done:
            self.health_check_done = now - self.used_at < TRUSTED_SECONDS and not self._has_news()
        super().close_if_health_check_failed()
        self.used_at = now

    def _has_news(self) -> bool:
        """Whether the server has said something unasked, or hung up; no waiting."""
        if self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
