"""A connection to PostgreSQL is asked whether it is alive where that is in doubt, and not else."""

import socket
from collections.abc import Iterator

import pytest

from faelled.base.statements.postgresql import base


class Server:
    """The far end of a connection, and how often it was asked whether it is alive."""

    def __init__(self) -> None:
        self.near, self.far = socket.socketpair()
        self.asked, self.closed = 0, False

    def fileno(self) -> int:
        return self.near.fileno()

    def close(self) -> None:
        self.near.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.far.close()
    made.near.close()


@pytest.fixture
def wrapper(server: Server, monkeypatch: pytest.MonkeyPatch) -> base.DatabaseWrapper:
    made = base.DatabaseWrapper({"NAME": "x", "CONN_HEALTH_CHECKS": True, "OPTIONS": {}})

    def asked() -> bool:
        server.asked += 1
        return True

    monkeypatch.setattr(made, "is_usable", asked)
    made.connection, made.health_check_enabled = server, True
    return made


def a_request(wrapper: base.DatabaseWrapper) -> None:
    """Two statements in a request."""
    wrapper.health_check_done = False
    wrapper.close_if_health_check_failed()
    wrapper.close_if_health_check_failed()


def test_the_first_request_asks_and_the_next_do_not(
    wrapper: base.DatabaseWrapper, server: Server
) -> None:
    for _request in range(3):
        a_request(wrapper)
    assert server.asked == 1


def test_a_quiet_connection_is_asked(wrapper: base.DatabaseWrapper, server: Server) -> None:
    a_request(wrapper)
    wrapper.used_at -= base.TRUSTED_SECONDS
    a_request(wrapper)
    assert server.asked == 2


def test_a_server_that_has_hung_up_or_said_something_is_asked(
    wrapper: base.DatabaseWrapper, server: Server
) -> None:
    a_request(wrapper)
    server.far.send(b"going down")
    a_request(wrapper)
    server.near.recv(10)
    server.far.close()
    a_request(wrapper)
    assert server.asked == 3


def test_a_connection_that_was_closed_on_this_side_is_asked(
    wrapper: base.DatabaseWrapper, server: Server
) -> None:
    a_request(wrapper)
    server.closed = True
    server.close()
    a_request(wrapper)
    assert server.asked == 2
