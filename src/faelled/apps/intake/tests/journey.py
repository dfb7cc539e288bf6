"""What a citizen does in a browser without JavaScript, said as a person would say it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from faelled.apps.intake.models import Draft
from faelled.base.people.models import Person
from faelled.casework.cases.actions import Step, execute
from faelled.casework.cases.models import Case, CaseEvent
from tests.cast import Cast, Citizen

KEY = "sommerlejr"
GOOD: Mapping[str, Any] = {"camp": "club", "club_name": "Spejderne", "price": "1.200"}
SHOWN = re.compile(r'name="shown" value="([a-z_0-9.]+)"')


@dataclass(frozen=True, slots=True)
class Journey:
    """One person's way through the pages; each method is one press."""

    client: Client
    cast: Cast
    who: Citizen

    def begin(self, person: Person | None = None) -> Draft:
        """Choose for whom (themselves, unless told otherwise) and get an empty form."""
        whom = person or self.who.person
        answer = self.client.post(f"/selvbetjening/{KEY}/soeg/", {"whom": str(whom.uuid)})
        assert answer.status_code == 302, answer.content.decode()
        return Draft.objects.get(uuid=UUID(answer["Location"].split("/")[3]))

    def page(self, url: str, status: int = 200) -> str:
        """The text of a page."""
        answer = self.client.get(url)
        assert answer.status_code == status, (answer.status_code, main_of(answer.content.decode()))
        return answer.content.decode()

    def fill(self, url: str, typed: Mapping[str, Any], *, status: int = 302) -> str:
        """Type into the form at ``url``, let it show the questions that the answers give, and
        press on. Gives the page, or the address of the next.
        """
        first = self.post(url, {"shown": self.shown(url), **typed, "update": "1"}, status=200)
        return self.post(url, {"shown": SHOWN.findall(first), **typed}, status=status)

    def shown(self, url: str) -> list[str]:
        """The ids of the questions on the page."""
        return SHOWN.findall(self.page(url))

    def post(self, url: str, data: Mapping[str, Any], *, status: int, htmx: bool = False) -> str:
        """One post as it stands."""
        answer = self.client.post(url, data, headers={"HX-Request": "true"} if htmx else {})
        assert answer.status_code == status, (answer.status_code, main_of(answer.content.decode()))
        return str(answer["Location"]) if status == 302 else answer.content.decode()

    def send(self, draft: Draft, status: int = 302) -> str:
        """Press Send on the page with the answers."""
        answer = self.client.post(f"/selvbetjening/kladde/{draft.uuid}/tjek/")
        assert answer.status_code == status, (answer.status_code, main_of(answer.content.decode()))
        return str(answer["Location"]) if status == 302 else answer.content.decode()

    def apply(self, person: Person | None = None, **answers: str | Sequence[str]) -> Case:
        """The whole way: begin, fill in, check, send."""
        draft = self.begin(person)
        self.fill(form_of(draft), {**GOOD, **answers})
        receipt = self.send(draft)
        return Case.objects.get(uuid=UUID(receipt.split("/")[2]))

    def official(self, event_id: str, case: Case, **answers: str) -> CaseEvent:
        """Anna takes a step in the case, now."""
        now = timezone.now()
        step = Step(event_id, key=str(uuid4()), answers={k: [v] for k, v in answers.items()})
        return execute(case, step, by=self.cast.actor(self.cast.anna, now), now=now)

    def asked(self) -> Case:
        """An application about which Anna has asked for more."""
        case = self.apply()
        self.official("ask", case)
        return case


def form_of(draft: Draft) -> str:
    return f"/selvbetjening/kladde/{draft.uuid}/"


def check_of(draft: Draft) -> str:
    return f"/selvbetjening/kladde/{draft.uuid}/tjek/"


def main_of(page: str) -> str:
    """What a page says, without the frame."""
    return page.partition("<main")[2].partition("</main>")[0] or page
