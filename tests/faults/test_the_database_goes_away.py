"""The database server is taken away under a running site, and given back."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.faults.person import Answer, Person
from tests.faults.site import POSTGRES, Site, site_on

PAUSE, TRIES = 0.25, 120


def test_the_site_says_so_the_worker_waits_and_both_go_on(tmp_path: Path) -> None:
    with site_on("postgresql", tmp_path) as site:
        world = site.script("prepare", "1")
        url = site.serve()
        site.work()
        anna = Person(url).log_in(world["people"]["anna"])
        path = f"/sager/{world['cases'][0]}/trin/request_information/"
        form = anna.form(path) | {"what": "Send lønsedler.", "time_limit": "2 uger"}
        until(lambda: anna.get("/sundhed/klar").status == 200)
        with no_database(site):
            refused = anna.post(path, form)
            until(lambda: anna.get("/sundhed/klar").status == 503)
            alive = anna.get("/sundhed/lever").status
            time.sleep(2)  # the worker tries, and tries again
            worker = site.running[-1].poll()
        assert_says_what_to_do(refused)
        assert alive == 200
        assert worker is None, "the worker has given up"
        assert anna.post(path, form).status == 302
        until(lambda: anna.get("/sundhed/klar").status == 200)
        until(lambda: len(list((site.var / "digitalpost/outbox").glob("*.xml"))) == 1)
        site.kill()
        found = site.script("account")
        log = site.log.read_text("utf-8")
    (case,) = found["cases"].values()
    assert case["keys"][1:] == [form["idempotency_key"]]
    assert found["outbox"] == found["sendings"]
    for secret in ("lønsedler", "Dorthe", "Engvej"):
        assert secret not in log


def assert_says_what_to_do(answer: Answer) -> None:
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "kan ikke få fat i sin database" in answer.text
    assert "tilbage-knap" in answer.text


@contextmanager
def no_database(site: Site) -> Iterator[None]:
    """Every connection is cut and no new one let in, as when the server restarts."""
    name = site.env["DATABASE_URL"].rsplit("/", 1)[1]
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(cut, [name])
        yield
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def until(done: Callable[[], bool]) -> None:
    for _try in range(TRIES):
        if done():
            return
        time.sleep(PAUSE)
    raise AssertionError("It never came.")
