"""Leadership 14 (and A.3): a leader reads approvals and meetings without a connection. What the
server marks for keeping, and what it never does; the browser's part is in ``tests/browser``.
"""

import re
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from faelled.apps.decisions.models import Chain, ChainTask
from faelled.apps.decisions.tests.matter import (
    Office,
    approval_url,
    at_the_page,
    the_office,
)
from faelled.base.access.decorators import AccessRule
from faelled.base.people.models import Person
from faelled.base.ui.offline import (
    END_NOT_KEPT,
    HEADER,
    LEFT_OUT,
    LOOKS_LIKE_CPR,
    NOT_KEPT,
    OFFLINE,
    PART_HEADER,
    OfflinePages,
)
from faelled.web.offline_pages import AT_ONCE, about_protected
from tests.cast import Citizen, Worker

TOKEN = re.compile(r"^[0-9a-f]{32}\.[0-9a-f]{32}$")


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def client_of(who: Worker | Citizen) -> Client:
    client = Client()
    client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_leaders_list_and_approval_are_marked_for_that_log_in(office: Office) -> None:
    case = office.drafted()
    bo = at_the_page(office.cast.bo)
    marks = [bo.get(url).headers[HEADER] for url in ("/til-godkendelse/", approval_url(case))]
    assert TOKEN.match(marks[0])
    assert marks[0] == marks[1]
    again = at_the_page(office.cast.bo).get("/til-godkendelse/").headers[HEADER]
    assert again.split(".")[0] == marks[0].split(".")[0]
    assert again != marks[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"<p>Barnet har 140218-4321.</p>", True),
        (b"<td>1402184321</td>", True),
        (b"CPR:140218 4321", True),
        (b"/sager/0214021a-4321-4cd8-aaf1-140218432100/", False),
        (b"/sager/ab140218-4321-4cd8-aaf1-f1402184321e/", False),
    ],
)
def test_a_cpr_number_is_told_from_ten_digits_of_a_uuid(text: bytes, found: bool) -> None:
    assert bool(LOOKS_LIKE_CPR.search(text)) == found


def test_the_mark_tells_nobody_who_it_is(office: Office) -> None:
    mark = at_the_page(office.cast.bo).get("/til-godkendelse/").headers[HEADER]
    assert office.cast.bo.id.replace("-", "") not in mark


def test_the_ordinary_cache_keeps_nothing_all_the_same(office: Office) -> None:
    answer = at_the_page(office.cast.bo).get("/til-godkendelse/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_else_is_marked(office: Office) -> None:
    case = office.drafted()
    bo, dorthe = at_the_page(office.cast.bo), client_of(office.cast.dorthe)
    answers = [
        bo.get(f"/sager/{case.uuid}/"),
        bo.get("/chats/"),
        bo.get("/denne-enhed/"),
        bo.post(approval_url(case), {}),
        bo.head("/til-godkendelse/"),
        dorthe.get("/selvbetjening/"),
        Client().get("/log-ind/"),
    ]
    assert [answer.headers.get(HEADER) for answer in answers] == [None] * len(answers)


def test_a_page_with_what_looks_like_a_cpr_number_is_not(office: Office) -> None:
    kept = office.drafted({"outcome": "granted", "reasons": "Ring på 12 34 56 78."})
    typed = office.drafted({"outcome": "granted", "reasons": "Se 410384-0002 i registeret."})
    bo = at_the_page(office.cast.bo)
    assert HEADER in bo.get(approval_url(kept)).headers
    assert HEADER not in bo.get(approval_url(typed)).headers


@pytest.mark.parametrize("what", ["name_protected_until", "address_protected_until"])
def test_a_page_about_somebody_who_is_protected_is_not(office: Office, what: str) -> None:
    case = office.drafted()
    until = timezone.localdate() + timedelta(days=1)
    Person.objects.filter(pk=office.cast.dorthe.person.pk).update(**{what: until})
    assert HEADER not in at_the_page(office.cast.bo).get(approval_url(case)).headers


@pytest.mark.parametrize("what", ["name_protected_until", "address_protected_until"])
def test_a_list_with_somebody_who_is_protected_is_not(office: Office, what: str) -> None:
    office.drafted()
    bo = at_the_page(office.cast.bo)
    assert HEADER in bo.get("/til-godkendelse/").headers
    until = timezone.localdate() + timedelta(days=1)
    Person.objects.filter(pk=office.cast.dorthe.person.pk).update(**{what: until})
    answer = bo.get("/til-godkendelse/")
    assert "Dorthe" in answer.content.decode()
    assert HEADER not in answer.headers


def foreign_turn(office: Office) -> Chain:
    """A matter of another system waits for Bo."""
    bo = office.cast.bo.employee
    chain = Chain.objects.create(
        authority=office.cast.authority,
        source="foreign",
        matter="F-1",
        title="Fra et andet system",
        responsible=bo,
        started_at=timezone.now(),
    )
    ChainTask.objects.create(
        chain=chain, employee=bo, stage="answer", step=1, gated=False, since=timezone.now()
    )
    return chain


def test_a_matter_of_another_system_is_not(office: Office) -> None:
    assert about_protected(frozenset({foreign_turn(office).uuid}))
    assert not about_protected(frozenset({office.drafted().uuid}))


def test_of_a_list_with_one_our_own_lines_are_kept_and_that_one_is_cut_out(office: Office) -> None:
    case, chain = office.drafted(), foreign_turn(office)
    answer = at_the_page(office.cast.bo).get("/til-godkendelse/")
    assert TOKEN.match(answer.headers[PART_HEADER])
    assert HEADER not in answer.headers, "a worker that cuts nothing must keep nothing"
    kept = LEFT_OUT.sub(b"", answer.content).decode()
    assert str(case.uuid) in kept
    for told in (str(chain.uuid), "Fra et andet system", "F-1"):
        assert told not in kept
    assert "Fra et andet system" in answer.content.decode()


def test_a_list_with_somebody_protected_is_not_kept_in_part_either(office: Office) -> None:
    case, _chain = office.drafted(), foreign_turn(office)
    case.main_person.name_protected_until = timezone.localdate()  # type: ignore[union-attr]
    case.main_person.save()  # type: ignore[union-attr]
    answer = at_the_page(office.cast.bo).get("/til-godkendelse/")
    assert {HEADER, PART_HEADER}.isdisjoint(answer.headers)


def test_the_worker_cuts_out_what_the_server_does() -> None:
    served = Client().get("/service-worker.js").content.decode()
    marks = NOT_KEPT.decode(), END_NOT_KEPT.decode().replace("/", "\\/")
    assert "[^]*?".join(marks) in served


def test_a_page_with_more_lines_than_are_asked_about_at_once_is_asked_about_whole(
    office: Office,
) -> None:
    case = office.drafted()
    case.main_person.address_protected_until = timezone.localdate()  # type: ignore[union-attr]
    case.main_person.save()  # type: ignore[union-attr]
    for number in (0, 2**128 - 1):  # before it and after it, however they are sorted
        others = {UUID(int=abs(number - step)) for step in range(1, AT_ONCE + 5)}
        assert not about_protected(frozenset(others))
        assert about_protected(frozenset(others | {case.uuid}))


@override_settings(OFFLINE_KEEP=timedelta(0))
def test_an_authority_may_switch_it_off_for_all(office: Office) -> None:
    bo = at_the_page(office.cast.bo)
    assert HEADER not in bo.get("/til-godkendelse/").headers
    assert "ikke gemmes kopier" in bo.get("/denne-enhed/").content.decode()


def test_each_page_that_may_be_kept_is_a_leaders() -> None:
    for name in OFFLINE.names():
        rule = getattr(resolve(address_of(name)).func, "access", None)
        assert isinstance(rule, AccessRule), name
        assert (rule.who, rule.purpose) == ("employee", "leadership"), name


def address_of(name: str) -> str:
    """The page's address with anything that fits in it."""
    for places in ({}, {"which": "mine"}, {"uuid": PLACE}, {"uuid": PLACE, "event_id": "x"}):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=places)
    raise AssertionError(name)


def test_a_page_is_named_once() -> None:
    pages = OfflinePages()
    pages.add("decisions:waiting")
    with pytest.raises(ValueError, match="twice"):
        pages.add("decisions:waiting")
    assert not pages.allows("cases:case", frozenset())


PLACE = "11111111-1111-4111-8111-111111111111"
