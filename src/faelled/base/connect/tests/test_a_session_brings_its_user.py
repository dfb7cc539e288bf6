"""The user who is read with the session is let in where Django itself would, and nowhere else."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faelled.base.connect.models import LogIn
from tests.cast import Cast, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def anna(cast: Cast, client: Client) -> Client:
    client.force_login(cast.anna.user)
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("log-ins")).status_code == 200


def changed(client: Client, key: str, value: str) -> None:
    session: SessionBase = client.session
    session[key] = value
    session.save()


def test_session_and_user_are_one_question(anna: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert is_in(anna)
    of_user = [query["sql"] for query in asked if 'FROM "people_user"' in query["sql"]]
    assert of_user == []


def test_who_is_closed_is_out_at_once(anna: Client, cast: Cast) -> None:
    user = cast.anna.user
    user.is_active = False
    user.save()
    assert not is_in(anna)


def test_a_new_password_ends_the_other_log_ins(anna: Client, cast: Cast) -> None:
    cast.anna.user.set_password("et helt nyt kodeord")
    cast.anna.user.save()
    assert not is_in(anna)


@pytest.mark.parametrize("key", [BACKEND_SESSION_KEY, HASH_SESSION_KEY])
def test_a_session_that_nobody_vouches_for_is_nobody_s(anna: Client, key: str) -> None:
    changed(anna, key, "nobody.knows.this")
    assert not is_in(anna)


def test_a_row_of_one_with_the_words_of_another_is_asked_anew(anna: Client, cast: Cast) -> None:
    """The words in the session count, signed as they are, and the row's user is not believed."""
    bo = cast.bo.user
    changed(anna, SESSION_KEY, str(bo.pk))
    changed(anna, HASH_SESSION_KEY, bo.get_session_auth_hash())
    LogIn.objects.update(user=cast.anna.user)
    assert anna.get(reverse("log-ins")).wsgi_request.user == bo
