"""Frida may read the log: she gets a sample of it, says what each look-up is, and ends with a
report. Her own look-ups wait for another; nobody else has any of it.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from faelled.apps.staff import actions, controls, upkeep
from faelled.apps.staff.errors import ControlError
from faelled.apps.staff.models import LogControl, Sample, Verdict
from faelled.apps.staff.notices import count_new
from faelled.apps.staff.weighing import OFTEN, Span
from faelled.base.access.actor import Capability
from faelled.base.access.log import log_read
from faelled.base.audit.models import Entry
from faelled.base.notices.registry import Window
from faelled.base.people import actions as people_actions
from faelled.base.people.models import Custody, Person
from faelled.lib.dates import local_day
from tests.cast import Cast, Worker, the_cast, worker

URL = "/medarbejdere/kontrol/"


def look(people: Cast, who: Worker, purpose: str = "case-work", person: str = "") -> None:
    now = timezone.now()
    subject = person or f"person:{people.dorthe.person.uuid}"
    actor = people.actor(who, now, purpose)
    log_read(actor, subjects=[subject], page="cases:case", now=now)


def period(people: Cast) -> Span:
    today = local_day(timezone.now())
    return Span(people.authority.pk, today, today + timedelta(days=1))


def drawn(people: Cast, size: int = 50, seed: str = "") -> LogControl:
    by, now = people.actor(people.frida), timezone.now()
    return actions.draw_control(period(people), size=size, by=by, now=now, seed=seed)


def at(who: Worker) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def page(control: LogControl, more: str = "") -> str:
    return f"{URL}{control.uuid}/{more}"


def judge(people: Cast, sample: Sample, verdict: Verdict, note: str = "") -> None:
    actions.judge(sample, verdict, note, by=people.actor(people.frida), now=timezone.now())


def test_every_look_up_by_an_employee_is_among_them_and_no_citizens(people: Cast) -> None:
    for who in (people.anna, people.bo):
        look(people, who)
    dorthe = people.actor(people.dorthe, timezone.now(), "self-service")
    log_read(dorthe, subjects=["case:x"], page="intake:case", now=timezone.now())
    control = drawn(people)
    assert control.population == 2
    looked = {one.entry.actor_id for one in control.samples.select_related("entry")}
    assert looked == {people.anna.id, people.bo.id}


def test_the_same_seed_draws_the_same_and_the_risky_come_first(people: Cast) -> None:
    for _time in range(30):
        look(people, people.anna, person=f"person:{uuid4()}")
    look(people, people.bo, purpose="break-glass")
    control = drawn(people, size=10, seed="demo")
    first = list(control.samples.order_by("position").values_list("entry", "reasons"))
    control.delete()
    again = drawn(people, size=10, seed="demo")
    assert list(again.samples.order_by("position").values_list("entry", "reasons")) == first
    assert len(first) == 10
    glass = Entry.objects.get(purpose="break-glass").pk
    assert "broken-glass" in dict(first)[glass]


def test_who_looks_again_and_again_at_a_protected_person(people: Cast) -> None:
    now = timezone.now()
    people_actions.protect(
        people.dorthe.person,
        name_until=None,
        address_until=local_day(now) + timedelta(days=300),
        by=people.system,
        now=now,
    )
    for _time in range(OFTEN):
        look(people, people.anna)
    [sample] = drawn(people, size=1).samples.all()
    assert {"protected", "often"} <= set(sample.reasons)
    assert sample.weight >= 16


def test_a_period_is_drawn_once(people: Cast) -> None:
    drawn(people)
    with pytest.raises(ControlError, match="allerede trukket"):
        drawn(people)


@pytest.mark.parametrize("who", ["anna", "bo", "carla"])
def test_nobody_else_draws_reads_or_judges(people: Cast, who: str) -> None:
    look(people, people.anna)
    control, someone = drawn(people), getattr(people, who)
    client = at(someone)
    for url in (URL, page(control), page(control, "opslag/1/")):
        assert client.get(url).status_code == 403
    assert client.post(page(control, "afslut/")).status_code == 403
    actor, now = people.actor(someone), timezone.now()
    with pytest.raises(ControlError, match="Kun den"):
        actions.judge(control.samples.get(), Verdict.IN_ORDER, "", by=actor, now=now)
    with pytest.raises(ControlError, match="Kun den"):
        actions.draw_control(period(people), by=actor, now=now)


def test_nothing_of_another_authoritys_control_is_there(people: Cast) -> None:
    look(people, people.anna)
    control = drawn(people)
    neighbour = the_cast(timezone.now() - timedelta(days=1), code="0998")
    assert at(neighbour.frida).get(page(control)).status_code == 404
    assert at(neighbour.frida).get(page(control, "opslag/1/")).status_code == 404


def test_ones_own_look_up_waits_for_another(people: Cast) -> None:
    look(people, people.frida)
    control = drawn(people)
    own = control.samples.get()
    with pytest.raises(ControlError, match="en anden"):
        judge(people, own, Verdict.IN_ORDER)
    html = at(people.frida).get(page(control, "opslag/1/")).content.decode()
    assert "Det er dit eget opslag" in html
    assert "verdict" not in html.split("<main")[1]
    other = worker(people.technical, "Ida Kjær", role="caseworker", can=(Capability.READ_AUDIT,))
    actions.judge(own, Verdict.IN_ORDER, "", by=people.actor(other), now=timezone.now())
    own.refresh_from_db()
    assert own.verdict == Verdict.IN_ORDER


def test_one_is_asked_about_and_then_in_order_and_both_are_kept(people: Cast) -> None:
    look(people, people.anna)
    control, client = drawn(people), at(people.frida)
    url = page(control, "opslag/1/")
    refused = client.post(url, {"verdict": "ask", "note": ""})
    assert refused.status_code == 422
    assert "Skriv, hvad du spørger om" in refused.content.decode()
    assert client.post(url, {"verdict": "ask", "note": "Hvorfor?"}).status_code == 302
    stopped = client.post(page(control, "afslut/"))
    assert stopped.status_code == 422
    assert "Der mangler stadig at blive taget stilling til 1" in stopped.content.decode()
    client.post(url, {"verdict": "in-order", "note": "Vagt den dag."})
    html = client.get(url).content.decode()
    assert "Hvorfor?" in html
    assert "Vagt den dag." in html
    assert client.post(page(control, "afslut/")).status_code == 302
    with pytest.raises(ControlError, match="afsluttet"):
        judge(people, control.samples.get(), Verdict.BREACH, "Alligevel")


def test_the_report_counts_by_verdict_and_risk(people: Cast) -> None:
    look(people, people.anna)
    look(people, people.bo, purpose="break-glass")
    control = drawn(people)
    by_glass = control.samples.get(entry__purpose="break-glass")
    judge(people, by_glass, Verdict.BREACH, "Ingen grund.")
    lines = {line.label: line for line in controls.report(control)}
    whole, glass = lines["Alle opslag i stikprøven"], lines["Nødadgang"]
    assert (whole.drawn, whole.breaches, whole.left) == (2, 1, 1)
    assert (glass.drawn, glass.breaches, glass.left) == (1, 1, 0)
    html = at(people.frida).get(page(control)).content.decode()
    assert "2 af periodens 2 opslag er trukket" in html
    assert control.seed in html
    assert "Dorthe Friis" in html


def test_the_report_still_counts_whom_one_asked_when_all_is_settled(people: Cast) -> None:
    look(people, people.anna)
    look(people, people.bo)
    control, client = drawn(people), at(people.frida)
    asked, plain = control.samples.order_by("position")
    judge(people, asked, Verdict.ASK, "Hvorfor?")
    [whole] = controls.report(control)
    assert (whole.asked, whole.in_order, whole.left) == (1, 0, 2)
    judge(people, asked, Verdict.IN_ORDER, "Vagt den dag.")
    judge(people, plain, Verdict.IN_ORDER)
    assert client.post(page(control, "afslut/")).status_code == 302
    [whole] = controls.report(control)
    assert (whole.asked, whole.in_order, whole.breaches, whole.left) == (1, 2, 0, 0)
    html = client.get(page(control)).content.decode()
    assert '<td data-label="Spurgt">1</td>' in html
    cells = [one.split(";")[8] for one in client.get(page(control, "csv/")).text.splitlines()]
    assert sorted(cells) == ["Ja", "Nej", "Spurgt"]


def the_child_of_anna(people: Cast) -> Person:
    """Dorthe's child with a Dam: the register says so, and no address is asked."""
    now = timezone.now()
    child = Person.objects.create(authority=people.authority, given_name="Ulla", family_name="Dam")
    Custody.objects.create(
        child=child, holder=people.dorthe.person, valid_from=local_day(now) - timedelta(days=9)
    )
    return child


def test_the_parent_of_somebody_with_annas_surname_is_told_in_words(people: Cast) -> None:
    the_child_of_anna(people)
    look(people, people.anna)
    look(people, people.bo)
    reasons = {one.entry.actor_id: one.reasons for one in drawn(people).samples.all()}
    assert "kin" in reasons[people.anna.id] and "kin" not in reasons[people.bo.id]
    html = at(people.frida).get(page(LogControl.objects.get())).content.decode()
    assert "I familie med en, der har samme efternavn som medarbejderen" in html
    assert "Ulla" not in html


@pytest.mark.parametrize("whom", ["parent", "child"])
def test_the_family_of_who_is_protected_tells_nothing(people: Cast, whom: str) -> None:
    child, now = the_child_of_anna(people), timezone.now()
    people_actions.protect(
        child if whom == "child" else people.dorthe.person,
        name_until=None,
        address_until=local_day(now) + timedelta(days=300),
        by=people.system,
        now=now,
    )
    look(people, people.anna)
    [sample] = drawn(people).samples.all()
    assert "kin" not in sample.reasons
    assert ("protected" in sample.reasons) is (whom == "parent")


def test_reading_and_judging_are_in_the_log_without_the_note(people: Cast) -> None:
    look(people, people.anna)
    control, client = drawn(people), at(people.frida)
    client.get(page(control))
    entry = Entry.objects.filter(actor_id=people.frida.id, action="read").latest("pk")
    about = set(entry.about.values_list("subject", flat=True))
    assert {control.ref, f"person:{people.dorthe.person.uuid}"} <= about
    assert entry.purpose == "control"
    judge(people, control.samples.get(), Verdict.BREACH, "Nysgerrighed")
    said = Entry.objects.get(action="control.judge")
    assert said.data["verdict"] == "breach"
    assert "Nysgerrighed" not in said.detail


def test_the_form_draws_and_says_what_is_wrong(people: Cast) -> None:
    look(people, people.anna)
    client, today = at(people.frida), local_day(timezone.now())
    assert client.get(URL).status_code == 200
    wrong = client.post(URL, {"start": today.isoformat(), "end": "2020-01-01", "size": "10"})
    assert wrong.status_code == 422
    assert "Perioden slutter, før den begynder." in wrong.content.decode()
    day = today.isoformat()
    assert client.post(URL, {"start": day, "end": day, "size": "10"}).status_code == 302
    assert LogControl.objects.get().size == 10


def test_the_half_year_is_drawn_once_by_the_night_and_reminded_of(people: Cast) -> None:
    frida, now = people.actor(people.frida), timezone.now()
    assert "ikke trukket" in controls.control_notices(frida, now)[0]
    assert controls.control_notices(people.actor(people.anna), now) == []
    assert upkeep.draw_half_years.func() == 1
    assert upkeep.draw_half_years.func() == 0
    assert controls.control_notices(frida, now) == [
        "Kontrollen af opslag er klar til at blive afsluttet."
    ]
    window = Window(now - timedelta(minutes=5), timezone.now(), timezone.now())
    assert count_new(frida, window) == 1
    assert count_new(people.actor(people.anna), window) == 0


def test_a_control_that_is_late_says_so(people: Cast) -> None:
    look(people, people.anna)
    upkeep.draw_half_years.func()
    LogControl.objects.update(finished_at=timezone.now())
    control = drawn(people)
    frida = people.actor(people.frida)
    [said] = controls.control_notices(frida, timezone.now())
    assert said.startswith("1 opslag venter på kontrol senest")
    control.due = local_day(timezone.now()) - timedelta(days=1)
    control.save()
    [said] = controls.control_notices(frida, timezone.now())
    assert "forsinket" in said


def test_the_control_is_taken_as_a_file_and_that_is_logged(people: Cast) -> None:
    look(people, people.anna)
    look(people, people.bo, purpose="break-glass")
    control, client = drawn(people), at(people.frida)
    by_glass = control.samples.get(entry__purpose="break-glass")
    judge(people, by_glass, Verdict.ASK, "=HYPERLINK(1)")
    judge(people, by_glass, Verdict.BREACH, "=1+1; ingen grund")
    answer = client.get(page(control, "csv/"))
    assert answer["Content-Type"].startswith("text/csv") and "no-store" in answer["Cache-Control"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and lines[0].endswith("Vurdering;Bemærkning;Vurderet af")
    [glass] = [one for one in lines if "Nødadgang" in one and "Brud" in one]
    assert '"\'=1+1; ingen grund"' in glass and "Frida" in glass and "HYPERLINK" not in glass
    entry = Entry.objects.filter(actor_id=people.frida.id, action="read").latest("pk")
    assert entry.data["page"] == "staff:control_csv"
    assert f"person:{people.dorthe.person.uuid}" in entry.subjects


def test_nobody_else_gets_the_file(people: Cast) -> None:
    look(people, people.anna)
    control = drawn(people)
    for who in (people.anna, people.bo, people.carla):
        assert at(who).get(page(control, "csv/")).status_code in (403, 404)
    stranger = the_cast(code="0998").frida
    assert at(stranger).get(page(control, "csv/")).status_code == 404
