"""Which case system this installation asks: a real one, the fake on loopback, or none."""

import atexit
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from faelled.base.connect.esdh.client import ESDH, EsdhClient
from faelled.base.connect.esdh.fake import FakeEsdh
from faelled.base.connect.loopback import serve
from faelled.base.connect.systems import System

# Held for the life of the process, and closed while its threads still run.
RUNNING = ExitStack()
atexit.register(RUNNING.close)
FAKE_TOKEN = "fake"  # noqa: S105  # of a program that knows invented matters only


def client_from_settings() -> EsdhClient | None:
    """The client of this installation; None where no case system is set."""
    if settings.ESDH == "fake":
        origin = fake_origin(settings.ESDH_FOLDER)
        own = System("esdh", ESDH.title, own_hosts=lambda: (f"private {origin}",))
        return EsdhClient(origin, FAKE_TOKEN, own)
    if settings.ESDH == "rest":
        return EsdhClient(settings.ESDH_URL.rstrip("/"), settings.ESDH_TOKEN)
    return None


@lru_cache(maxsize=4)
def fake_origin(folder: Path) -> str:
    """Where the fake answers: started once a process, over what the folder remembers."""
    return RUNNING.enter_context(serve(FakeEsdh(folder, FAKE_TOKEN)))
