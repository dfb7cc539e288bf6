"""A card opens where it stands, with what is asked, and is answered there; without a script too."""

import re

from django.urls import reverse

from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import (
    REFUSED,
    Office,
    answers_given,
    at_the_page,
    post,
)
from faelled.casework.cases.models import Task

URL = reverse("decisions:waiting")
OPEN = re.compile(r"aaben=((?:task|turn)-[0-9]+)")


def test_an_approval_opens_with_its_fields_and_goes_to_its_own_page(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    (key, *_same) = OPEN.findall(bo.get(URL).content.decode())
    html = bo.get(URL, {"aaben": key}).content.decode()
    url = reverse("decisions:approval", args=[case.uuid, "approve"])
    assert f'action="{url}"' in html and 'name="condition_text"' in html
    assert 'value="approve"' in html and "4.250,50" in html
    assert bo.post(url, post(case)).status_code == 302
    assert answers_given(case)


def test_a_turn_in_a_chain_opens_too_and_only_one_is_open(chained: Chained) -> None:
    one = chained.started(chained.step(chained.cast.bo))
    two = chained.started(chained.step(chained.cast.bo))
    bo = at_the_page(chained.cast.bo)
    keys = set(OPEN.findall(bo.get(URL).content.decode()))
    assert len(keys) == 2
    wanted = f"turn-{one.tasks.get().pk}"
    html = bo.get(URL, {"aaben": wanted}, headers={"HX-Request": "true"}).content.decode()
    assert reverse("decisions:chain", args=[one.uuid]) in html
    assert html.count('name="event"') == 3 and html.count('name="comment"') == 1
    assert f"s1_approve_{chained.cast.bo.employee.pk}" in html
    assert two.tasks.get().seen_at is None


def test_what_is_not_possible_yet_and_what_is_another_s_cannot_be_opened(office: Office) -> None:
    office.drafted(REFUSED)
    bo = at_the_page(office.cast.bo)
    assert not OPEN.findall(bo.get(URL).content.decode())
    key = f"task-{Task.objects.get(approval=True).pk}"
    assert "in-place" not in at_the_page(office.cast.erik).get(URL, {"aaben": key}).content.decode()
