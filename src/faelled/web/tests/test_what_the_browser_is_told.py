"""What every answer over https tells the browser, read off a real start with real settings."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ASK = """
import django, json
from django.conf import settings
django.setup()
from django.test import Client
answer = Client().get("/log-ind/", secure=True, headers={"host": "localhost"})
print(json.dumps({
    "headers": dict(answer.headers),
    "cookies": {name: dict(cookie.items()) for name, cookie in answer.cookies.items()},
    "names": [settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME],
}))
"""
Told = dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The log-in page of a site that was started with nothing but where its files lie."""
    var = tmp_path_factory.mktemp("site")
    env = {name: value for name, value in os.environ.items() if not name.startswith("FAELLED_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "faelled.web.settings",
        "FAELLED_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'site.sqlite3'}",
    }
    ran(env, "-m", "faelled.web.command", "collectstatic", "--no-input", "--verbosity", "0")
    ran(env, "-m", "faelled.web.command", "migrate", "socialaccount", "--verbosity", "0")
    yield json.loads(ran(env, "-c", ASK).splitlines()[-1])


def ran(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env=env,
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_cookies_hold_to_this_host(told: Told) -> None:
    """ASVS 5.0, 3.3.1 to 3.3.4."""
    assert told["names"] == ["__Host-sessionid", "__Host-django_language"]
    assert list(told["cookies"]) == ["__Host-csrftoken"]
    cookie = told["cookies"]["__Host-csrftoken"]
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_the_browser_is_told_to_guard_the_page(told: Told) -> None:
    """ASVS 5.0, 3.4.1 to 3.4.6 and 4.1.1."""
    headers = told["headers"]
    policy = headers["Content-Security-Policy"]
    assert {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= {
        part.strip() for part in policy.split(";")
    }
    assert "unsafe" not in policy
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_methods_that_no_page_has_are_refused(client: Client, method: str) -> None:
    """ASVS 5.0, 13.4.4: nothing that was sent comes back."""
    answer = client.generic(method, "/log-ind/", headers={"x-secret": "abc"})
    assert answer.status_code == 405
    assert b"abc" not in answer.content
