"""A neighbour that hangs, floods, lies or is not on the list never takes a page with it."""

import gzip
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.test import override_settings

from faelled.base.connect.breaker import Breaker
from faelled.base.connect.client import session_to
from faelled.base.connect.errors import ConnectError, Fault
from faelled.base.connect.loopback import serve
from faelled.base.connect.systems import DuplicateSystemError, System, Systems


def neighbour(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/down":
        start("503 Service Unavailable", [])
        return [b""]
    if path == "/moved":
        start("302 Found", [("Location", "http://127.0.0.1:1/secret")])
        return [b""]
    if path == "/bomb":
        start("200 OK", [("Content-Encoding", "gzip")])
        return [gzip.compress(b"\0" * 5_000_000)]
    start("200 OK", [("Content-Type", "application/json")])
    return [b'{"path": "%s"}' % path.encode()]


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def dripping_server() -> Iterator[str]:
    """Sends one header byte at a time, each well within any time-out per step."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not stop.wait(0.02):
                    connection.sendall(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def system_at(origin: str, **limits: float) -> System:
    return System(
        "test",
        "Naboen",
        step_seconds=limits.get("step", 2),
        total_seconds=limits.get("total", 4),
        max_bytes=int(limits.get("bytes", 1_000_000)),
        own_hosts=lambda: (origin,),
    )


def fault_of(system: System, url: str) -> Fault:
    with session_to(system) as session, pytest.raises(ConnectError) as caught:
        session.get(url)
    assert "127.0.0.1" not in str(caught.value)
    return caught.value.fault


def test_a_listed_neighbour_answers() -> None:
    with serve(neighbour) as origin, session_to(system_at(f"private {origin}")) as session:
        assert session.get(f"{origin}/hello").json() == {"path": "/hello"}


def test_a_host_that_is_not_listed_is_never_called() -> None:
    with serve(neighbour) as origin:
        system = system_at("login.example.dk")
        assert fault_of(system, f"{origin}/hello") is Fault.NOT_ALLOWED
        assert fault_of(system, "https://login.example.dk@127.0.0.1/") is Fault.NOT_ALLOWED
        assert fault_of(system, "http://login.example.dk/") is Fault.NOT_ALLOWED
        assert fault_of(system, "file:///etc/passwd") is Fault.NOT_ALLOWED


def test_a_public_name_that_leads_inside_is_dropped_before_a_byte_is_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        system = system_at(f"https://localhost:{port}")
        assert fault_of(system, f"https://localhost:{port}/") is Fault.PRIVATE
        connection, _ = server.accept()
        with connection:
            assert connection.recv(100) == b""


def test_a_redirect_is_handed_back_and_not_followed() -> None:
    with serve(neighbour) as origin, session_to(system_at(f"private {origin}")) as session:
        assert session.get(f"{origin}/moved").status_code == 302


def test_an_answer_too_large_is_refused_also_when_it_comes_packed() -> None:
    with serve(neighbour) as origin:
        system = system_at(f"private {origin}", bytes=100_000)
        assert fault_of(system, f"{origin}/bomb") is Fault.TOO_LARGE


def test_a_neighbour_that_hangs_is_left_in_time() -> None:
    with silent_server() as origin:
        system = system_at(f"private {origin}", step=0.05, total=1)
        assert fault_of(system, origin) is Fault.SILENT


def test_a_neighbour_that_drips_is_left_in_time() -> None:
    with dripping_server() as origin:
        system = system_at(f"private {origin}", step=5, total=0.2)
        assert fault_of(system, origin) is Fault.SILENT


def test_a_neighbour_that_is_not_there_is_a_broken_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        origin = f"http://127.0.0.1:{server.getsockname()[1]}"
    assert fault_of(system_at(f"private {origin}"), origin) is Fault.BROKEN


def test_after_three_failures_the_neighbour_rests_and_then_one_call_may_try() -> None:
    now = [0.0]
    with serve(neighbour) as origin:
        system = system_at(f"private {origin}")
        with session_to(system, clock=lambda: now[0]) as session:
            for _ in range(3):
                assert session.get(f"{origin}/down").status_code == 503
            with pytest.raises(ConnectError) as resting:
                session.get(f"{origin}/hello")
            assert resting.value.fault is Fault.RESTING
            now[0] = 31.0
            assert session.get(f"{origin}/hello").status_code == 200
            assert session.get(f"{origin}/hello").status_code == 200


def test_while_one_call_tries_a_resting_neighbour_the_others_wait() -> None:
    breaker = Breaker(limit=1, rest=10)
    breaker.failed(0)
    assert [breaker.admits(5), breaker.admits(10), breaker.admits(10)] == [False, True, False]
    breaker.succeeded()
    assert breaker.admits(11)


def test_the_sites_settings_add_hosts_to_a_system() -> None:
    with override_settings(CONNECT_HOSTS={"test": ["graph.example.dk"]}):
        hosts = [entry.host for entry in System("test", "Naboen").allowed()]
    assert hosts == ["graph.example.dk"]


def test_two_systems_cannot_share_a_key() -> None:
    systems = Systems()
    systems.register(System("post", "Digital Post"))
    assert systems["post"].title == "Digital Post"
    with pytest.raises(DuplicateSystemError):
        systems.register(System("post", "En anden post"))
    assert [system.key for system in systems] == ["post"]
