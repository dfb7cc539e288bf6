"""A neighbour that fails rests for a while, so that its silence never becomes ours."""

import threading


class Breaker:
    """Closed until ``limit`` failures in a row; then it rests; then one call may try.

    Times are seconds on one steady clock. With ``limit=3, rest=30``: after three failures the next
    calls are refused at once for 30 s; then a single call goes through and decides. The state is
    per process: each web worker learns by itself, which costs at most ``limit`` slow calls each.
    """

    def __init__(self, *, limit: int = 3, rest: float = 30.0) -> None:
        self.limit = limit
        self.rest = rest
        self._failures = 0
        self._retry_at = 0.0
        self._lock = threading.Lock()

    def admits(self, at: float) -> bool:
        """Whether a call may go out now; an admitted trial keeps the others out while it runs."""
        with self._lock:
            if self._failures < self.limit:
                return True
            if at < self._retry_at:
                return False
            self._retry_at = at + self.rest
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self, at: float) -> None:
        with self._lock:
            self._failures += 1
            self._retry_at = at + self.rest
