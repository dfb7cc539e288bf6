"""Dorthe's message was laid on the wrong case. Anna takes it out: both cases tell it, what the case
may have been decided on stays and is marked, and nobody finds the rest in the case any more.
"""

from datetime import timedelta
from importlib import import_module
from unittest.mock import patch

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.post import actions
from faelled.apps.post.actions import Mistake
from faelled.apps.post.models import Placement, Received, State
from faelled.apps.post.queries import listed
from faelled.apps.post.tests.mail import CAME, STRANGER, Mail, a_file
from faelled.base.access.actor import Actor, system_actor
from faelled.base.audit.models import Entry
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, JournalEntry
from faelled.casework.documents.models import Document
from faelled.casework.documents.queries import listed_of_case

LATER = CAME + timedelta(hours=2)
WRONG = Mistake("Den handler om en anden", disclosed=False)


@pytest.fixture(autouse=True)
def clock() -> object:
    with patch.object(timezone, "now", return_value=LATER) as now:
        yield now


@pytest.fixture
def case(mail: Mail) -> Case:
    return mail.office.applied()


@pytest.fixture
def anna(mail: Mail) -> Actor:
    return mail.office.cast.actor(mail.office.cast.anna, LATER)


def laid(mail: Mail, case: Case) -> Received:
    """By itself, for it carried the case's id."""
    row = mail.came(
        case_id=str(case.uuid), label="Om skolen", text="Skolen siger ja", files=[a_file()]
    )
    assert row.case == case
    return row


def came_with_post(case: Case) -> list[Document]:
    return list(case.documents.filter(kind="received", step=None).order_by("pk"))


def on_list(case: Case, actor: Actor) -> list[str]:
    return sorted(one.title for one in listed_of_case(case, actor, now=LATER))


def journal(case: Case) -> list[str]:
    return list(JournalEntry.objects.filter(case=case).values_list("short_text", flat=True))


def address(row: Received) -> str:
    return reverse("post:change", args=[row.uuid, "forkert-sag"])


def form_of(where: str, **more: str) -> dict[str, str]:
    return {"where": where, "reason": "Den handler om en anden", "disclosed": "no", **more}


def test_it_goes_back_to_who_sorts_with_its_words_and_files(
    mail: Mail, case: Case, anna: Actor, client: Client
) -> None:
    cast, before = mail.office.cast, on_list(case, anna)
    row = laid(mail, case)
    papers = came_with_post(case)
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    row.refresh_from_db()
    assert (row.state, row.case, row.text) == (State.WAITING, None, "Skolen siger ja")
    grete = cast.actor(mail.grete, LATER)
    assert [one.title for one in listed(grete, "fordeling", now=LATER)] == ["Om skolen"]
    assert on_list(case, anna) == before and not case.tasks.filter(outside=True).exists()
    for who, page in ((cast.anna, "documents:document"), (cast.dorthe, "documents:own")):
        client.force_login(who.user)
        for paper in papers:
            assert client.get(reverse(page, args=[paper.uuid])).status_code == 404
    assert "Digital Post lå her ved en fejl og er taget ud af sagen" in journal(case)


def test_the_journal_does_not_tell_the_title_of_what_has_left(
    mail: Mail, case: Case, anna: Actor, client: Client
) -> None:
    row = laid(mail, case)
    client.force_login(mail.office.cast.anna.user)
    pages = [reverse(name, args=[case.uuid]) for name in ("cases:case", "cases:journal")]
    assert all("Om skolen" in client.get(page).text for page in pages)
    lines = journal(case)
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    for page in pages:
        shown = client.get(page).text
        assert "Om skolen" not in shown and "Udtalelse.txt" not in shown
        assert shown.count("Et modtaget dokument, som er taget ud af sagen igen") == 2
        assert "hørte ikke til her" in shown
    # Nothing of the journal is changed or removed.
    assert set(lines) < set(journal(case))


def test_the_journal_still_tells_the_title_of_what_stays(
    mail: Mail, case: Case, anna: Actor, client: Client
) -> None:
    row = laid(mail, case)
    answers = {"outcome": "refused", "rules": "Barnets lov § 87, stk. 1"}
    mail.office.do(case, "draft_decision", mail.office.cast.anna, LATER, **answers)
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    client.force_login(mail.office.cast.anna.user)
    assert "Om skolen" in client.get(reverse("cases:journal", args=[case.uuid])).text


def test_it_is_moved_to_another_case_and_both_tell_it(
    mail: Mail, case: Case, client: Client
) -> None:
    row, other = laid(mail, case), mail.office.case()
    client.force_login(mail.office.cast.anna.user)
    done = client.post(address(row), form_of("case", number=other.number), follow=True)
    assert done.redirect_chain[0][0] == reverse("cases:case", args=[case.uuid])
    assert "Meddelelsen er taget ud af sagen." in done.text
    row.refresh_from_db()
    assert (row.case, row.unread) == (other, True)
    assert [one.title for one in came_with_post(other)] == ["Om skolen", "Udtalelse.txt"]
    assert [one.received_at for one in came_with_post(other)] == [CAME, CAME]
    assert any("flyttet hertil" in line for line in journal(other))
    assert any("taget ud af sagen" in line for line in journal(case))
    # Neither journal names the other case: a party of the one has no right to know of the other.
    assert not any(other.number in line for line in journal(case))
    page = client.get(reverse("post:message", args=[row.uuid])).text
    assert "Lå på en forkert sag" in page and case.number in page
    entry = Entry.objects.get(action="post.move")
    assert (entry.data["case"], entry.data["to"]) == (str(case.uuid), str(other.uuid))


def test_what_the_case_has_gone_on_with_stays_and_is_marked(
    mail: Mail, case: Case, anna: Actor, client: Client
) -> None:
    row = laid(mail, case)
    answers = {"outcome": "refused", "rules": "Barnets lov § 87, stk. 1"}
    mail.office.do(case, "draft_decision", mail.office.cast.anna, LATER, **answers)
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    letter = came_with_post(case)[0]
    assert "Om skolen" in on_list(case, anna)
    client.force_login(mail.office.cast.anna.user)
    page = client.get(reverse("documents:document", args=[letter.uuid]))
    assert "lagt på sagen ved en fejl" in page.text
    listed_page = client.get(reverse("documents:list", args=[case.uuid]))
    assert listed_page.text.count("Lagt på sagen ved en fejl") == 2
    assert any("mærket og bliver liggende" in line for line in journal(case))


def test_a_step_before_it_came_is_no_use_of_it(mail: Mail, anna: Actor) -> None:
    case = mail.office.drafted()
    row, before = laid(mail, case), on_list(case, anna)
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    assert len(on_list(case, anna)) == len(before) - 2


def test_why_is_asked_and_what_was_typed_stays(mail: Mail, case: Case, client: Client) -> None:
    row = laid(mail, case)
    client.force_login(mail.office.cast.anna.user)
    empty = client.post(address(row), form_of("sorters", reason=" "))
    assert empty.status_code == 422
    unknown = client.post(address(row), form_of("case", number="2026-99999"))
    assert unknown.status_code == 422 and "Den handler om en anden" in unknown.text
    same = client.post(address(row), form_of("case", number=case.number))
    assert same.status_code == 422 and "ligger på den sag" in same.text
    row.refresh_from_db()
    assert row.case == case and not Entry.objects.filter(action="document.take-out").exists()


def test_a_wrong_disclosure_says_that_it_may_have_to_be_reported(
    mail: Mail, case: Case, client: Client
) -> None:
    row = laid(mail, case)
    client.force_login(mail.office.cast.anna.user)
    done = client.post(address(row), form_of("sorters", disclosed="yes"), follow=True)
    assert "kan det være et brud på persondatasikkerheden" in done.text
    client.force_login(mail.grete.user)
    page = client.get(reverse("post:message", args=[row.uuid])).text
    assert "kan det være et brud på persondatasikkerheden" in page
    assert case.number not in page and "En anden sag" in page
    assert Entry.objects.get(action="post.take-back").data["disclosed"] is True


def test_who_does_not_work_on_the_case_takes_nothing_out(
    mail: Mail, case: Case, client: Client
) -> None:
    row, cast = laid(mail, case), mail.office.cast
    for who in (cast.carla, cast.frida, mail.grete):
        client.force_login(who.user)
        assert client.post(address(row), form_of("sorters")).status_code == 404
        with pytest.raises(NotYours):
            actions.take_back(row, WRONG, unit=None, by=cast.actor(who, LATER), now=LATER)
    row.refresh_from_db()
    assert row.case == case


def test_it_is_taken_out_once(mail: Mail, case: Case, anna: Actor, client: Client) -> None:
    row = laid(mail, case)
    unit = mail.office.cast.disability
    actions.take_back(row, WRONG, unit=unit, by=anna, now=LATER)
    with pytest.raises(CaseError):
        actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    client.force_login(mail.office.cast.anna.user)
    again = client.post(address(row), form_of("sorters"), follow=True)
    assert "En anden har allerede taget sig af meddelelsen" in again.text
    row.refresh_from_db()
    assert row.unit == unit


def test_it_may_be_laid_on_the_same_case_again(mail: Mail, case: Case, anna: Actor) -> None:
    row = laid(mail, case)
    unit = mail.office.cast.disability
    row = actions.take_back(row, WRONG, unit=unit, by=anna, now=LATER).received
    actions.place(row, case, by=anna, now=LATER)
    assert on_list(case, anna).count("Om skolen") == 1


def test_it_is_removed_in_time_though_the_case_keeps_what_was_taken_out(
    mail: Mail, case: Case, anna: Actor
) -> None:
    row = laid(mail, case)
    unit = mail.office.cast.disability
    actions.take_back(row, WRONG, unit=unit, by=anna, now=LATER)
    actions.set_aside(row, reason="Reklame", by=anna, now=LATER)
    late = LATER + timedelta(days=91)
    assert actions.remove_old(by=system_actor(row.authority_id), now=late) == 1
    assert not Received.objects.exists()
    assert all(paper.versions.exists() for paper in came_with_post(case))


def test_the_number_of_somebody_unknown_is_there_for_the_next_case(
    mail: Mail, case: Case, anna: Actor
) -> None:
    unit = mail.office.cast.disability
    row = actions.hand_over(
        mail.came(STRANGER),
        unit,
        by=mail.office.cast.actor(mail.grete, LATER),
        now=LATER,
    )
    actions.place(row, case, by=anna, now=LATER)
    row = actions.take_back(row, WRONG, unit=unit, by=anna, now=LATER).received
    opened = actions.open_with(row, mail.office.case_type, by=anna, now=LATER)
    assert opened.main_person is not None and opened.main_person.family_name == "Vest"


def test_post_from_before_its_words_were_kept_comes_back_as_a_file(
    mail: Mail, case: Case, anna: Actor, client: Client
) -> None:
    row = laid(mail, case)
    row.words = {name: row.words[name] for name in ("title", "sender", "representative")}
    row.save()
    actions.take_back(row, WRONG, unit=None, by=anna, now=LATER)
    assert [one.name for one in row.files.all()] == ["Udtalelse.txt", "Om skolen.pdf"]
    client.force_login(mail.grete.user)
    page = client.get(reverse("post:message", args=[row.uuid])).text
    assert "ligger i den vedhæftede PDF-fil" in page and "ikke skrevet noget" not in page


def test_what_lay_on_a_case_before_this_was_known_is_found_by_the_moment_it_came(
    mail: Mail, case: Case
) -> None:
    row = laid(mail, case)
    known = row.placements.get()
    papers, placed_at = known.papers, known.placed_at
    Placement.objects.all().delete()
    step = import_module("faelled.apps.post.migrations.0003_remember_where_post_lies")
    step.remember_where_it_lies(apps, None)
    again = row.placements.get()
    assert (again.papers, again.placed_at, again.case) == (papers, placed_at, case)
    assert len(papers) == 2
