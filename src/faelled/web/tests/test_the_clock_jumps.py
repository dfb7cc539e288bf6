"""The machine's clock is wrong and then put right: nothing is lost, nothing changes places."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from faelled.base.audit.models import Entry
from faelled.base.audit.verify import verify
from faelled.base.connect.models import LogIn
from faelled.casework.cases import actions
from faelled.casework.cases.models import Case, CaseEvent
from faelled.casework.processes.actions import publish
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)


def open_case(cast: Cast, at: datetime) -> Case:
    graph = (site.CONTENT / "graphs" / "generel-sag.toml").read_bytes()
    version = publish(graph, by=cast.actor(cast.frida), now=at)
    kind = actions.use_process(version.process, cast.disability, by=cast.system, now=at)
    party = actions.NewParty(cast.dorthe.person, "applicant", "citizen", sees_case=True)
    case = actions.open_case(kind, by=cast.actor(cast.anna), now=at, parties=[party], title="Sag")
    do(case, cast, "create", at, subject="Støtte", text="Hun har skrevet.")
    return case


def do(case: Case, cast: Cast, event: str, at: datetime, **answers: str) -> CaseEvent:
    texts = {name: [text] for name, text in answers.items()}
    step = actions.Step(event, str(uuid4()), texts)
    return actions.execute(case, step, by=cast.actor(cast.anna, at), now=at)


def test_steps_keep_their_order_when_time_goes_backwards(cast: Cast) -> None:
    """The clock was an hour ahead for one step; the next one is not before it."""
    case = open_case(cast, NOW)
    ahead = do(case, cast, "note", NOW + HOUR, text="Mens uret gik for stærkt.")
    after = do(case, cast, "note", NOW + timedelta(minutes=1), text="Da det var rettet.")
    assert (after.seq, after.at) == (ahead.seq + 1, ahead.at)
    assert after.recorded_at == NOW + timedelta(minutes=1)
    times = list(case.events.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)


def test_the_audit_log_says_the_times_as_they_were_and_is_whole(cast: Cast) -> None:
    """The chain is held by place, not by time: it must not refuse what the clock did."""
    case = open_case(cast, NOW)
    do(case, cast, "note", NOW + HOUR, text="Mens uret gik for stærkt.")
    do(case, cast, "note", NOW, text="Da det var rettet.")
    steps = Entry.objects.filter(stream=case.ref, action="case.step").order_by("seq")
    assert [entry.at for entry in steps] == [NOW, NOW + HOUR, NOW]
    assert verify().whole


@pytest.mark.parametrize(("jump", "still_in"), [(-HOUR, True), (HOUR / 2, True), (2 * HOUR, False)])
def test_a_log_in_outlives_a_small_jump_and_ends_politely_at_a_large_one(
    jump: timedelta, still_in: bool, cast: Cast, client: Client
) -> None:
    """The clock jumps by ``jump``: seen from it, the session ends that much earlier."""
    client.force_login(cast.anna.user)
    session = LogIn.objects.get()
    session.expire_date -= jump
    session.save()
    answer = client.get("/sager/")
    assert answer.status_code == (200 if still_in else 302)
    if not still_in:
        assert answer["Location"] == "/log-ind/?next=/sager/"


def test_the_work_list_opens_with_a_case_from_the_future(cast: Cast, client: Client) -> None:
    case = open_case(cast, timezone.now() + HOUR)
    client.force_login(cast.anna.user)
    assert client.get("/sager/").status_code == 200
    assert client.get(f"/sager/{case.uuid}/").status_code == 200
