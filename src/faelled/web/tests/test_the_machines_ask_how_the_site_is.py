"""Health, readiness and metrics: for machines, without log-in, without a word about anyone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.plugin import DjangoDbBlocker

from faelled.base.jobs.actions import beat
from faelled.casework.cases.models import Status
from faelled.web.operate import readiness
from faelled.web.operate.counts import ROW, Counts
from faelled.web.operate.readiness import Line, Readiness
from tests.cast import Cast

LIVE, READY, METRICS = "/sundhed/lever", "/sundhed/klar", "/maalinger"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    readiness.READINESS._until = float("-inf")
    yield
    readiness.READINESS._until = float("-inf")


def lines(client: Client) -> tuple[int, list[str]]:
    answer = client.get(READY)
    return answer.status_code, answer.content.decode().splitlines()


def test_the_process_is_up_and_asks_the_database_nothing(client: Client) -> None:
    """No ``db`` here: a query would fail the test."""
    answer = client.get(LIVE, headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


def test_it_is_ready_when_everything_answers(db: None, client: Client) -> None:
    beat("w1", now=timezone.now())
    assert lines(client) == (200, ["database: ok", "tabeller: ok", "filer: ok", "arbejder: ok"])


def test_tls_and_host_names_do_not_stand_in_the_way(
    db: None, client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(READY, headers={"host": "10.0.0.7"}).status_code == 200


def test_a_worker_that_died_is_told(db: None, client: Client, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    now = timezone.now()
    beat("w1", now=now - timedelta(minutes=2))
    assert lines(client)[0] == 503
    assert lines(client)[1][3] == "arbejder: nej (intet livstegn i 60 sekunder)"
    beat("w1", now=now)
    assert readiness.ask(now)[3] == Line("arbejder")


def test_a_worker_that_lived_in_the_future_is_none(db: None) -> None:
    now = timezone.now()
    beat("w1", now=now + timedelta(hours=1))
    assert not readiness.worker_alive(now)


def test_a_table_that_is_not_there_yet_is_told(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases' AND name LIKE '0001%'")
    status, said = lines(client)
    assert status == 503
    assert said[1] == "tabeller: nej (1 ændringer mangler: faelled migrate)"


def test_a_disk_that_takes_nothing_is_told(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    status, said = lines(client)
    assert status == 503
    assert said[2] == "filer: nej (der kan ikke skrives)"


def test_a_probe_leaves_nothing_in_the_storage(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    lines(client)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_many_probes_are_one_question() -> None:
    asked, clock = [], [0.0]

    def ask(now: datetime) -> tuple[Line, ...]:
        asked.append(now)
        return (Line("database"),)

    kept = Readiness(ask, clock=lambda: clock[0])
    for seconds in (0.0, 1.0, 4.9, 5.1):
        clock[0] = seconds
        kept.lines(timezone.now())
    assert len(asked) == 2


def test_a_probe_knows_nobody(cast: Cast, client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "open"
    client.force_login(cast.dorthe.user)
    for page in (LIVE, READY, METRICS):
        answer = client.get(page, headers={"authorization": "Bearer open"})
        text = answer.content.decode() + str(answer.headers)
        assert "Dorthe" not in text
        assert "410384" not in text
        assert "Set-Cookie" not in answer.headers


def test_metrics_are_not_there_without_a_token(
    db: None, client: Client, settings: Settings
) -> None:
    for given in ("", "Bearer ", "Bearer wrong"):
        assert client.get(METRICS, headers={"authorization": given}).status_code == 404
    settings.METRICS_TOKEN = "open"
    for given in ("", "Bearer wrong", "open", "Bearer ø"):
        assert client.get(METRICS, headers={"authorization": given}).status_code == 404
    assert client.get(METRICS, headers={"authorization": "Bearer open"}).status_code == 200


def read(client: Client) -> dict[str, float]:
    answer = client.get(METRICS, headers={"authorization": "Bearer open"})
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    rows = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (row.rpartition(" ") for row in rows)}


def test_every_gauge_is_there_and_every_request_is_counted(
    cast: Cast, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.METRICS_TOKEN = "open"
    settings.METRICS_FOLDER = tmp_path
    client.get("/log-ind/?q=Dorthe")
    client.get("/findes/ikke/")
    found = read(client)
    assert found["faelled_database_up"] == 1
    assert found['faelled_requests_total{view="ui:log_in",method="GET",status="2xx"}'] == 1
    assert found['faelled_requests_total{view="-",method="GET",status="4xx"}'] == 1
    duration = "faelled_request_duration_seconds"
    assert found[duration + '_bucket{view="ui:log_in",le="+Inf"}'] == 1
    assert found[duration + '_count{view="ui:log_in"}'] == 1
    for status in Status.values:
        assert found[f'faelled_cases{{status="{status}"}}'] == 0
    for name in ("jobs_waiting", "jobs_failed", "jobs_oldest_seconds", "letters_waiting"):
        assert found[f"faelled_{name}"] == 0
    for name in ("letters_failed", "letters_oldest_seconds", "deadlines_overdue"):
        assert found[f"faelled_{name}"] == 0
    assert "faelled_audit_checkpoint_age_seconds" in found
    assert 'faelled_build_info{version="0.1.0"}' in found


def test_the_gauges_cost_few_queries(
    db: None, client: Client, settings: Settings, django_assert_max_num_queries: object
) -> None:
    settings.METRICS_TOKEN = "open"
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(7):
        read(client)


def test_with_the_database_away_the_probes_still_answer(
    client: Client, settings: Settings, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    settings.METRICS_TOKEN = "open"
    settings.METRICS_FOLDER = tmp_path
    with django_db_blocker.unblock():
        old = connection.settings_dict.copy()
        connection.close()
        connection.settings_dict |= gone(old)
        try:
            status, said = lines(client)
            found = read(client)
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict |= old
    assert status == 503
    assert said[0] == "database: nej (databasen svarer ikke)"
    assert found["faelled_database_up"] == 0
    assert "faelled_cases" not in str(found)


def gone(old: dict[str, object]) -> dict[str, object]:
    """The same database where there is none: a port that nobody listens at, a folder not there."""
    if connection.vendor == "postgresql":
        return {"HOST": "127.0.0.1", "PORT": "1"}
    return {"NAME": "/nowhere/at/all.sqlite3"}


def test_counts_of_all_processes_are_one_sum_and_outlive_them(tmp_path: Path) -> None:
    ours = Counts(tmp_path, machine="m")
    ours.add({"a": 1, "b": 0.5})
    other = tmp_path / "m.999999999.counts"  # a process that has ended
    other.write_bytes(row_of("a", 2.0))
    (tmp_path / "elsewhere.1.counts").write_bytes(row_of("a", 100.0))
    assert ours.total() == {"a": 3.0, "b": 0.5}
    later = Counts(tmp_path, machine="m")
    later.add({"a": 1})
    assert later.total()["a"] >= 3.0
    assert not other.exists()


def row_of(key: str, value: float) -> bytes:
    return ROW.pack(key.encode(), value)


def test_a_key_too_many_is_left_out_and_harms_nothing(tmp_path: Path) -> None:
    ours = Counts(tmp_path, machine="m")
    ours.add({f"k{number}": 1.0 for number in range(5000)} | {"ø" * 100: 1.0})
    assert len(ours.total()) == 4096


def test_asking_is_cheap(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lines(client)
    with django_assert_num_queries(0):
        lines(client)


def test_a_page_is_answered_where_nothing_can_be_counted(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    settings.METRICS_TOKEN = "open"
    settings.METRICS_FOLDER = tmp_path / "file"
    assert client.get("/log-ind/").status_code == 200
    assert "faelled_requests_total" not in str(read(client))


def test_the_counts_take_their_room_on_the_disk_at_once(tmp_path: Path) -> None:
    """A sparse file that finds no room later would kill the server (SIGBUS) on a full disk."""
    Counts(tmp_path, machine="m").add({"a": 1})
    (file,) = (path for path in tmp_path.glob("m.*.counts") if "ended" not in path.name)
    assert file.stat().st_blocks * 512 >= file.stat().st_size
