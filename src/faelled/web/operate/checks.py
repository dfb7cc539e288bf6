"""What ``faelled check --deploy`` says of a site that is about to meet real people."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import Error as DatabaseError
from django.utils import timezone
from django_tasks import task_backends

from faelled.base.connect.digitalpost.post import MODES
from faelled.base.jobs.actions import in_database
from faelled.base.people.models import Authority
from faelled.web.operate.readiness import worker_alive
from faelled.web.wires import listened_to

Check = Callable[[], Iterator[CheckMessage]]


def check_deployment(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every finding of every check below; what asks the database says so when it is away."""
    found = [message for check in SETTINGS for message in check()]
    try:
        found += [message for check in DATABASE for message in check()]
    except DatabaseError:
        text = "The database does not answer or has no tables: half of the checks were not made."
        found.append(Warning(text, hint="Run faelled migrate, then this again.", id="faelled.W005"))
    return found


def keys() -> Iterator[CheckMessage]:
    if settings.HTTPS and settings.KEYS_MADE_HERE:
        yield Error(
            "Keys were made on this disk, beside the data they guard: "
            + ", ".join(settings.KEYS_MADE_HERE),
            hint="Give each key by its setting or its _FILE (docs/security.md).",
            id="faelled.E001",
        )


def demo_over_https() -> Iterator[CheckMessage]:
    if settings.DEMO and settings.HTTPS:
        text = "Demo mode lets anybody be anybody, and this site is served over https."
        yield Error(text, hint="Unset FAELLED_DEMO.", id="faelled.E002")


def demo_with_real_people() -> Iterator[CheckMessage]:
    if settings.DEMO and not all(one.invented for one in Authority.objects.all()):
        text = "Demo mode is on and the database has an authority that is not invented."
        yield Error(text, hint="Unset FAELLED_DEMO.", id="faelled.E003")


def debug() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        text = "Debug pages show everything that a page knew about a person."
        yield Error(text, hint="Unset FAELLED_DEBUG.", id="faelled.E004")


def post() -> Iterator[CheckMessage]:
    if settings.DIGITAL_POST not in MODES:
        text = "No way to send letters is chosen: none can be sent."
        yield Error(text, hint="Set FAELLED_DIGITAL_POST=file.", id="faelled.E005")
    elif settings.DIGITAL_POST == "fake" and not settings.DEMO:
        text = "Letters go to a fake that reaches nobody."
        yield Error(text, hint="Set FAELLED_DIGITAL_POST=file.", id="faelled.E006")


def checkpoints() -> Iterator[CheckMessage]:
    if settings.AUDIT_CHECKPOINTS.resolve().is_relative_to(settings.VAR.resolve()):
        text = "Audit checkpoints lie beside the data: who can change one can change the other."
        hint = "Set FAELLED_AUDIT_CHECKPOINTS to a folder that another machine owns."
        yield Warning(text, hint=hint, id="faelled.W001")


def sqlite() -> Iterator[CheckMessage]:
    if not settings.DEMO and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        text = "The database is SQLite: one writer at a time, and one machine."
        hint = "Set DATABASE_URL=postgres://... for more than a trial."
        yield Warning(text, hint=hint, id="faelled.W002")


def database_in_clear() -> Iterator[CheckMessage]:
    database = settings.DATABASES["default"]
    if listened_to(database.get("HOST", ""), database.get("OPTIONS", {}).get("sslmode", "")):
        text = (
            f"The way to the database at {database['HOST']} is not certainly encrypted and known."
        )
        hint = "Add ?sslmode=verify-full to DATABASE_URL, and sslrootcert if need be."
        yield Warning(text, hint=hint, id="faelled.W004")


def scanner() -> Iterator[CheckMessage]:
    if settings.FILES_SCANNER == "none" and not settings.DEMO:
        text = "No virus scanner looks at what people upload."
        yield Warning(text, hint="Set FAELLED_SCANNER=clamav.", id="faelled.W006")


def worker() -> Iterator[CheckMessage]:
    if in_database(task_backends["default"]) and not worker_alive(timezone.now()):
        text = "No worker has shown life within a minute: no letter leaves, no deadline is watched."
        yield Warning(text, hint="Start faelled worker.", id="faelled.W003")


SETTINGS: tuple[Check, ...] = (
    keys,
    demo_over_https,
    debug,
    post,
    checkpoints,
    sqlite,
    database_in_clear,
    scanner,
)
DATABASE: tuple[Check, ...] = (demo_with_real_people, worker)
