"""Django's sessions in the database, with a column for whose they are."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from faelled.base.connect.models import LogIn

NUMBER, BEGUN, DEVICE = "log_in_number", "log_in_begun", "log_in_device"


class SessionStore(DatabaseStore):
    """A row of `LogIn` for each session. A new log-in gets a new key, and so a new row."""

    @classmethod
    def get_model_class(cls) -> type[LogIn]:
        return LogIn

    def create_model_instance(self, data: dict[str, Any]) -> LogIn:
        row = super().create_model_instance(data)
        assert isinstance(row, LogIn)
        user_id, begun = data.get(SESSION_KEY), data.get(BEGUN)
        row.user_id = int(user_id) if user_id else None
        row.number = UUID(data[NUMBER]) if NUMBER in data else uuid4()
        row.begun_at = datetime.fromisoformat(begun) if begun else timezone.now()
        row.device = str(data.get(DEVICE, ""))
        return row
