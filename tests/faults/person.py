"""Somebody at a browser without JavaScript: keeps cookies, sends the forms as they stand."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` 0: the connection broke, and nobody knows what became of it."""

    status: int
    text: str
    headers: Message


class StayHere(urllib.request.HTTPRedirectHandler):
    """302 is the acknowledgement of a step: it is looked at, not followed."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


class Person:
    """``Person(url).log_in(user_id)``, then ``get`` and ``post``; ``at(url)``: the other node."""

    def __init__(self, url: str, jar: CookieJar | None = None) -> None:
        self.url = url
        self.jar = jar or CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar),
            StayHere(),
        )

    def at(self, url: str) -> "Person":
        return Person(url, self.jar)

    def log_in(self, user_id: str) -> "Person":
        form = self.form("/log-ind/")
        answer = self.post(f"/log-ind/{user_id}/", form)
        assert answer.status == 302, answer.text
        return self

    def get(self, path: str) -> Answer:
        return self._asked(urllib.request.Request(self.url + path))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        data = urlencode(fields).encode()
        headers = {"Referer": self.url + path}
        return self._asked(urllib.request.Request(self.url + path, data=data, headers=headers))

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's form; {} when there is no page to take them from."""
        answer = self.get(path)
        if answer.status != 200:
            return {}
        main = answer.text[answer.text.find("<main") :]
        return {name: unescape(value) for name, value in HIDDEN.findall(main)}

    def token(self, path: str) -> dict[str, str]:
        """What any form of the page proves itself with: for the buttons in its header."""
        found = dict(HIDDEN.findall(self.get(path).text))
        return {"csrfmiddlewaretoken": found["csrfmiddlewaretoken"]}

    def _asked(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=40) as page:
                return Answer(page.status, page.read().decode(), page.headers)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), error.headers)
        except (OSError, HTTPException):
            return Answer(NO_ANSWER, "", Message())
