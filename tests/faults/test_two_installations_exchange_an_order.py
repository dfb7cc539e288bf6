"""Two real sites, each with its own database and process, and a line between them that can fail."""

import json
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from faelled.base.connect.loopback import serve
from tests.faults.person import Person
from tests.faults.site import Site, site_on

TURNS = 8
PATH = "/bestillinger/nabo/"


@dataclass
class Line:
    """The line to a neighbour. ``hang``: nothing comes through and nothing comes back; ``lose``:
    the message arrives, and its receipt does not.
    """

    to: str = ""
    mode: str = "open"
    passed: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if self.mode == "hang":
            self.released.wait(60)
            start("503 Service Unavailable", [])
            return [b""]
        status, headers, body = self._passed_on(environ)
        if self.mode == "lose":
            start("502 Bad Gateway", [])
            return [b""]
        start(f"{status} -", headers)
        return [body]

    def _passed_on(self, environ: WSGIEnvironment) -> tuple[int, list[tuple[str, str]], bytes]:
        self.passed += 1
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        sent = {
            name.removeprefix("HTTP_").replace("_", "-"): str(value)
            for name, value in environ.items()
            if name == "CONTENT_TYPE" or (name.startswith("HTTP_X_"))
        }
        request = urllib.request.Request(self.to + PATH, data=body, headers=sent)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                kept = [(n, v) for n, v in answer.headers.items() if n.lower().startswith("x-")]
                kept.append(("Content-Type", answer.headers["Content-Type"]))
                return answer.status, kept, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, [("Content-Type", "text/plain")], error.read()


@dataclass
class Two:
    """Søby asks, Nordby answers; each reaches the other by its own line."""

    soeby: Site
    nordby: Site
    to_nordby: Line
    to_soeby: Line

    def orders(self, site: Site, title: str) -> dict[str, Any]:
        found: dict[str, Any] = site.script("exchange", "account")["orders"]
        return dict(found[title])

    def goes_over(self, site: Site, count: int) -> None:
        """What the recurring job does every few minutes, until so many have left: a machine at work
        may answer too late once, and the same message again is the same order.
        """
        left = count
        for _turn in range(TURNS):
            left -= site.script("exchange", "deliver")["sent"]
            if left <= 0:
                break
        assert left == 0, site.script("exchange", "account")


def neighbour(key: str, name: str, us: str, code: str, url: str, secret: str) -> dict[str, str]:
    row = {"key": key, "name": name, "us": us, "authority": code}
    joined = [{**row, "url": url + PATH, "secret": secret}]
    return {
        "FAELLED_NEIGHBOURS": json.dumps(joined),
        "FAELLED_CONNECT": json.dumps({"neighbour": [f"private {url}"]}),
    }


@contextmanager
def joined(folder: Path) -> Iterator[Two]:
    secret, lines = secrets.token_hex(32), (Line(), Line())
    for name in ("soeby", "nordby"):
        (folder / name).mkdir()
    with (
        site_on("sqlite", folder / "soeby") as soeby,
        site_on("sqlite", folder / "nordby") as nordby,
        serve(lines[0]) as there,
        serve(lines[1]) as here,
    ):
        soeby.env |= neighbour("nordby", "Nordby Kommune", "soeby", "0999", there, secret)
        nordby.env |= neighbour("soeby", "Søby Kommune", "nordby", "0998", here, secret)
        soeby.script("exchange", "prepare", "0999")
        nordby.script("exchange", "prepare", "0998")
        lines[0].to, lines[1].to = nordby.serve(workers=1), soeby.serve(workers=1)
        for line in lines:  # a node's first page reads the whole program
            assert Person(line.to).get("/log-ind/").status == 200
        yield Two(soeby, nordby, *lines)
        lines[0].released.set()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with joined(tmp_path_factory.mktemp("joined")) as both:
        yield both


def test_an_order_goes_over_is_answered_and_comes_back(two: Two) -> None:
    two.soeby.script("exchange", "ask", "Nordby Kommune", "Salt")
    two.goes_over(two.soeby, 1)
    there = two.orders(two.nordby, "Salt")
    assert (there["state"], there["incoming"]) == ("asked", True)
    two.nordby.script("exchange", "answer", "Salt")
    two.goes_over(two.nordby, 2)  # that it is accepted, and the answer
    here = two.orders(two.soeby, "Salt")
    assert (here["state"], here["versions"]) == ("answered", 1)
    two.soeby.script("exchange", "do", "Salt", "Anna Dam", "finalise")
    two.goes_over(two.soeby, 1)
    assert two.orders(two.nordby, "Salt")["state"] == two.orders(two.soeby, "Salt")["state"]


def test_a_receipt_that_is_lost_is_asked_for_again_and_the_order_is_taken_once(two: Two) -> None:
    two.soeby.script("exchange", "ask", "Nordby Kommune", "Hegn")
    two.to_nordby.mode = "lose"
    assert two.soeby.script("exchange", "deliver") == {"sent": 0}
    before = two.nordby.script("exchange", "account")
    assert before["orders"]["Hegn"]["state"] == "asked"  # it has come, and Søby does not know
    (problem,) = two.orders(two.soeby, "Hegn")["problems"]
    assert problem
    two.to_nordby.mode = "open"
    two.goes_over(two.soeby, 1)
    after = two.nordby.script("exchange", "account")
    assert (after["count"], after["taken"]) == (before["count"], before["taken"])
    assert two.orders(two.soeby, "Hegn")["problems"] == [""]


def test_a_neighbour_that_hangs_holds_up_nobody_and_the_order_leaves_later(two: Two) -> None:
    two.soeby.script("exchange", "ask", "Nordby Kommune", "Vejskilt")
    two.to_nordby.mode, passed = "hang", two.to_nordby.passed
    assert two.soeby.script("exchange", "deliver") == {"sent": 0}  # it gave up waiting
    (problem,) = two.orders(two.soeby, "Vejskilt")["problems"]
    assert "Nordby Kommune" in problem
    assert two.to_nordby.passed == passed
    two.to_nordby.mode = "open"
    two.to_nordby.released.set()
    two.goes_over(two.soeby, 1)
    assert two.orders(two.nordby, "Vejskilt")["state"] == "asked"
