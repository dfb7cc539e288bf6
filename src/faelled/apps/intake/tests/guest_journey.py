"""What somebody without a log-in does in a browser without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import time
from typing import Any
from unittest import mock

from django.test import Client
from lxml.html import fromstring

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.journey import SHOWN, check_of, form_of, main_of

KEY = "aktindsigt"
BEGIN = f"/selvbetjening/{KEY}/uden-log-in/"
WHO: Mapping[str, str] = {
    "name": "Gæst Gæstesen",
    "address": "Vejen 1\n9999 Fælleskøbing",
    "email": "",
}
ASKS: Mapping[str, str] = {
    "what": "Sagen om cykelstien",
    "theme": "Cykelstien på Engvej",
    "party": "false",
    "form": "paper",
}


@dataclass(frozen=True, slots=True)
class Stranger:
    """One browser; each method is one press."""

    client: Client

    def page(self, url: str, status: int = 200) -> str:
        answer = self.client.get(url)
        assert answer.status_code == status, (answer.status_code, main_of(answer.content.decode()))
        return answer.content.decode()

    def tell(self, *, seconds: float = 10, status: int = 302, **typed: str) -> str:
        """Say who to answer, ``seconds`` after the form was shown."""
        with mock.patch("django.core.signing.time.time", return_value=time() - seconds):
            page = fromstring(self.page(BEGIN))
        hidden = {box.get("name"): box.get("value", "") for box in page.xpath("//main//input")}
        answer = self.client.post(BEGIN, {**hidden, **WHO, **typed})
        assert answer.status_code == status, main_of(answer.content.decode())
        return answer.content.decode()

    def link(self) -> str:
        """The secret address, as the page gives it."""
        [link] = fromstring(self.page("/uden-log-in/dit-link/")).xpath("//p[@class='secret']/a")
        return str(link.get("href")).partition("//")[2].partition("/")[2].join(("/", ""))

    def begin(self) -> tuple[Draft, str]:
        """The draft and its link."""
        self.tell()
        return Draft.objects.latest("pk"), self.link()

    def fill(self, draft: Draft, **typed: Any) -> str:
        """Fill in and press on; gives the next address."""
        shown = SHOWN.findall(self.page(form_of(draft)))
        answer = self.client.post(form_of(draft), {"shown": shown, **ASKS, **typed})
        assert answer.status_code == 302, main_of(answer.content.decode())
        return str(answer["Location"])

    def send(self, draft: Draft, status: int = 302) -> str:
        answer = self.client.post(check_of(draft))
        assert answer.status_code == status, main_of(answer.content.decode())
        return str(answer["Location"]) if status == 302 else answer.content.decode()

    def apply(self) -> tuple[str, str]:
        """The whole way; gives the case's number and the code."""
        draft, _link = self.begin()
        self.fill(draft)
        page = fromstring(self.page(self.send(draft)))
        number, code = page.xpath("//p[@class='confirmation__reference']/strong/text()")
        return str(number), str(code)

    def follow(self, number: str, code: str, status: int = 200) -> str:
        answer = self.client.post("/uden-log-in/foelg/", {"number": number, "code": code})
        assert answer.status_code == status
        return answer.content.decode()


def later(draft: Draft, by: timedelta) -> None:
    """The guest's link is that much older."""
    draft.guest.link_until -= by
    draft.guest.save()
