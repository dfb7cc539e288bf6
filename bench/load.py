"""A town hall at work: eight workers, PostgreSQL, and many people at once.

``DATABASE_URL=postgres://... python -m bench load``. Steps as fast as they go, on different cases;
then the mix of a working day at 60 requests a second. ``BENCH_CASES`` and ``BENCH_SECONDS`` make
it smaller.
"""

# ruff: noqa: I001  (the site chooses the settings before Django is set up)
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from uuid import uuid4

from bench.site import Site, cpu_seconds, served
from bench.municipality import ASSESSMENT, Size, scratch_municipality
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from bench import drive
from bench.sessions import watched_sessions
from faelled.base.connect.log_ins.store import BEGUN, DEVICE, NUMBER
from faelled.base.people.models import Position, User
from faelled.casework.cases.models import Case

WORKERS, AT_ONCE, STEPS, ROUNDS, PER_SECOND = 8, 16, 400, 3, 60
BACKEND = "django.contrib.auth.backends.ModelBackend"
MIX = (("work list", 40), ("case page", 30), ("step", 15), ("search", 10), ("letter", 5))
Figure = tuple[str, float, str, str]


@dataclass(frozen=True, slots=True)
class Work:
    """Who is logged in (unit to sessions), and the cases that wait for a step (uuid, seq, unit)."""

    sessions: dict[int, list[str]]
    assessed: list[tuple[str, int, int]]
    answered: list[tuple[str, int, int]]
    applied: list[tuple[str, int, int]]
    draw: random.Random

    def someone(self, unit: int) -> str:
        return self.draw.choice(self.sessions[unit])

    def any_session(self) -> str:
        return self.draw.choice(self.draw.choice(list(self.sessions.values())))


def figures() -> list[Figure]:
    """Name, value, unit and target of every figure measured here."""
    cases = int(os.environ.get("BENCH_CASES", "60000"))
    call_command("collectstatic", interactive=False, verbosity=0)
    with scratch_municipality(Size(cases=cases, persons=max(1_000, cases // 3))):
        work, database = prepared(), str(connection.settings_dict["NAME"])
        connection.close()
        with served(database, WORKERS) as site:
            warm_up(site, work)
            return [*steps_a_second(site, work), *the_mix(site, work)]


def prepared() -> Work:
    """Log everybody in, and find what waits for a step that a caseworker can do."""
    sessions: dict[int, list[str]] = {}
    places = Position.objects.filter(role="caseworker", employee__user__isnull=False)
    for place in places.select_related("employee__user"):
        sessions.setdefault(place.unit_id, []).append(log_in(place.employee.user))
    draw = random.Random(7)

    def waiting(event: str) -> list[tuple[str, int, int]]:
        rows = Case.objects.filter(
            tasks__event_id=event, tasks__possible=True, owner_unit__in=sessions
        )
        found = [(str(u), s, o) for u, s, o in rows.values_list("uuid", "seq", "owner_unit")]
        draw.shuffle(found)
        return found

    return Work(sessions, waiting("check_hearing"), waiting("assess"), waiting("inform"), draw)


def log_in(user: User) -> str:
    """A session as the log-in makes it; its key is the cookie."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update({NUMBER: str(uuid4()), BEGUN: timezone.now().isoformat(), DEVICE: ""})
    session.save()
    return str(session.session_key)


def step_call(work: Work, event: str) -> drive.Call:
    """The next case that waits for ``event``, done by somebody of its unit."""
    heap, form = {
        "check_hearing": (work.assessed, {"unknown": "false"}),
        "assess": (work.answered, ASSESSMENT),
        "inform": (work.applied, {}),
    }[event]
    uuid, seq, unit = heap.pop()
    kind = "letter" if event == "inform" else "step"
    known = {"idempotency_key": str(uuid4()), "seen_seq": str(seq)}
    return drive.post(
        kind,
        reverse("cases:step", args=[uuid, event]),
        work.someone(unit),
        known | form,
        302,
    )


def mixed(work: Work) -> Iterator[drive.Call]:
    """The day's requests, for ever."""
    names, weights = [kind for kind, _share in MIX], [share for _kind, share in MIX]
    pages = list(islice(Case.objects.order_by("-pk").values_list("uuid", "owner_unit"), 5_000))
    while True:
        kind = work.draw.choices(names, weights)[0]
        uuid, unit = work.draw.choice(pages)
        if kind == "work list":
            scope = work.draw.choice(["mine", "enhed"])
            yield drive.get(kind, f"{reverse('cases:list')}?omfang={scope}", work.any_session())
        elif kind == "case page":
            yield drive.get(kind, reverse("cases:case", args=[uuid]), work.someone(unit))
        elif kind == "search":
            words = {"q": f"Borger{work.draw.randrange(10_000)}"}
            yield drive.post(kind, reverse("cases:search"), work.any_session(), words, 200)
        else:
            yield step_call(work, "inform" if kind == "letter" else "check_hearing")


def warm_up(site: Site, work: Work) -> None:
    """Every worker has met every kind of page before the clock runs."""
    drive.as_fast_as_it_goes(site.port, list(islice(mixed(work), 160)), AT_ONCE)
    connection.close()


def steps_a_second(site: Site, work: Work) -> list[Figure]:
    """Steps on different cases, the best of a few rounds, with what each costs."""
    best, web, base = 0.0, 1e9, 1e9
    steps = min(STEPS, len(work.assessed) // (2 * ROUNDS))
    for _round in range(ROUNDS):
        calls = [step_call(work, "check_hearing") for _turn in range(steps)]
        with costs(site) as used:
            rate, answers = drive.as_fast_as_it_goes(site.port, calls, AT_ONCE)
        refuse_failures(answers)
        each = [1_000 * seconds / steps for seconds in used]
        best, web, base = max(best, rate), min(web, each[0]), min(base, each[1])
    return [
        (f"load: steps through the web, {WORKERS} workers", best, "steps/s", ">= 150"),
        ("load: one step, in the web workers", web, "ms CPU", "<= 13.3"),
        ("load: one step, in PostgreSQL", base, "ms CPU", "<= 13.3"),
    ]


def the_mix(site: Site, work: Work) -> list[Figure]:
    """The mix at its rate; how long people wait, in all and for each kind."""
    seconds = int(os.environ.get("BENCH_SECONDS", "30"))
    calls = list(islice(mixed(work), PER_SECOND * seconds))
    with costs(site) as used:
        answers = drive.at_a_rate(site.port, calls, PER_SECOND)
    refuse_failures(answers)
    each = [1_000 * seconds / len(calls) for seconds in used]
    rows = [("", [answer.seconds for answer in answers])]
    rows += [(f", {k}", [a.seconds for a in answers if a.kind == k]) for k, _share in MIX]
    return [
        (f"load: mix at {PER_SECOND}/s{name}, p95", drive.percentile(times, 0.95), "ms", "<= 300")
        for name, times in rows
    ] + [
        ("load: mix, p50", drive.percentile(rows[0][1], 0.5), "ms", "<= 300"),
        ("load: mix, one request, in the web workers", each[0], "ms CPU", "<= 33.3"),
        ("load: mix, one request, in PostgreSQL", each[1], "ms CPU", "<= 33.3"),
    ]


@contextmanager
def costs(site: Site) -> Iterator[list[float]]:
    """CPU seconds that the block takes: of the web's workers, and of the database's sessions."""
    used: list[float] = []
    with watched_sessions() as sessions:
        before = (cpu_seconds(site.workers()), sessions.spent())
        yield used
        used += [cpu_seconds(site.workers()) - before[0], sessions.spent() - before[1]]


def refuse_failures(answers: list[drive.Answer]) -> None:
    """No figure of answers that are none."""
    wrong = [f"{a.kind}: {a.status}" for a in answers if a.status != a.expected]
    if wrong:
        raise SystemExit(f"{len(wrong)} of {len(answers)} failed: {sorted(set(wrong))}")
