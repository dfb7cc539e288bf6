"""Line 18: log-in can be forced through the organisation's provider; then nothing else opens."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from faelled.base.connect.oidc.checks import check_settings
from faelled.base.connect.tests.test_log_in_through_a_provider import (
    CITIZENS,
    log_in,
    logged_in,
    provider,
    refusal,
)
from faelled.base.people.models import User
from tests.cast import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("faelled.base.connect.tests.oidc_urls"),
]
STAFF: dict[str, Any] = {
    "kind": "employee",
    "shape": "entra",
    "loa": "substantial",
    "match": "username",
    "levels": {"c2": "substantial"},
}
forced = override_settings(EMPLOYEE_LOG_IN="mitid")


@pytest.fixture
def anna(cast: Cast) -> Cast:
    User.objects.filter(pk=cast.anna.user.pk).update(username="anna")
    return cast


@forced
def test_anna_comes_in_by_the_organisation_s_provider(client: Client, anna: Cast) -> None:
    with provider(STAFF):
        log_in(client, "a")
        assert logged_in(client) == anna.anna.id


@override_settings(EMPLOYEE_LOG_IN="another")
def test_another_provider_for_employees_lets_nobody_in(client: Client, anna: Cast) -> None:
    with provider(STAFF):
        assert "kommunens log-in" in refusal(log_in(client, "a"))
        assert logged_in(client) != anna.anna.id


def test_a_session_from_elsewhere_is_nobody_s_from_the_next_request(
    client: Client, anna: Cast
) -> None:
    client.force_login(anna.anna.user, backend="django.contrib.auth.backends.ModelBackend")
    assert logged_in(client) == anna.anna.id
    with forced:
        assert logged_in(client) != anna.anna.id


@forced
def test_citizens_come_in_by_theirs(client: Client, cast: Cast) -> None:
    with provider(CITIZENS):
        log_in(client, "d")
        assert logged_in(client) == cast.dorthe.id


@pytest.mark.urls(settings.ROOT_URLCONF)
@override_settings(DEMO=True, EMPLOYEE_LOG_IN="mitid")
def test_pressing_anna_s_name_in_a_demo_opens_nothing(client: Client, cast: Cast) -> None:
    assert client.post(f"/log-ind/{cast.anna.id}/").status_code == 404
    assert "Anna Dam" not in client.get("/log-ind/").content.decode()


def test_a_door_that_is_no_employees_provider_is_found_at_start() -> None:
    with provider(CITIZENS), forced:
        assert [error.id for error in check_settings(None)] == ["connect.E003"]
    with provider(STAFF), forced:
        assert check_settings(None) == []
