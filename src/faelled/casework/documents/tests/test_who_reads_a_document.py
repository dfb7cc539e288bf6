"""Anna reads the case's papers, Dorthe what was sent to her, Carla nothing; each read is logged."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from faelled.base.audit.queries import looked_at
from faelled.casework.cases.models import Case, Party
from faelled.casework.documents import actions
from faelled.casework.documents.models import Direction, Document, Status
from faelled.casework.documents.queries import get_visible, version_to_read, visible_to
from faelled.casework.documents.tests.office import Office
from tests.cast import NOW

CHANGES = ["laas", "laas-op", "faerdig"]


def seen_by(office: Office, name: str) -> set[str]:
    actor = office.cast.actor(getattr(office.cast, name))
    return set(visible_to(actor, now=NOW).values_list("title", flat=True))


def test_dorthe_sees_her_letters_and_her_own_papers_and_no_drafts(office: Office) -> None:
    case = office.drafted()
    office.paper(case)
    letter = "Afgørelse: Tabt arbejdsfortjeneste"
    assert seen_by(office, "anna") == {"Søg om hjælp", letter, "Notat"}
    assert seen_by(office, "dorthe") == {"Søg om hjælp"}
    office.sent(case)
    assert seen_by(office, "dorthe") == {"Søg om hjælp", letter}


def test_another_party_sees_neither_her_letter_nor_her_paper(office: Office) -> None:
    """A letter may carry its receiver's address: the other parent must not read it there."""
    case = office.drafted()
    Party.objects.create(
        case=case,
        person=office.cast.esben.person,
        role="custody_holder",
        sees_case=True,
        valid_from=NOW,
    )
    office.sent(case)
    assert seen_by(office, "esben") == set()
    assert seen_by(office, "carla") == set()


def test_dorthe_reads_the_version_that_was_sent_to_her(office: Office) -> None:
    case = office.drafted()
    office.sent(case)
    dorthe = office.cast.actor(office.cast.dorthe)
    letter = get_visible(dorthe, case.documents.get(template="afgoerelse").uuid, now=NOW)
    assert version_to_read(letter, dorthe, 1, now=NOW).number == 2
    assert version_to_read(letter, dorthe, None, now=NOW).number == 2
    anna = office.cast.actor(office.cast.anna)
    assert version_to_read(letter, anna, 1, now=NOW).number == 1
    with pytest.raises(Http404):
        version_to_read(letter, anna, 9, now=NOW)


def addresses(document: Document) -> list[str]:
    return [
        reverse("documents:list", args=[document.case.uuid]),
        reverse("documents:new", args=[document.case.uuid]),
        reverse("documents:document", args=[document.uuid]),
        reverse("documents:file", args=[document.uuid, 1]),
        reverse("documents:version", args=[document.uuid]),
        reverse("documents:send", args=[document.uuid]),
    ]


def posts(document: Document) -> list[str]:
    changes = [reverse("documents:change", args=[document.uuid, one]) for one in CHANGES]
    return [*changes, reverse("documents:remove", args=[document.uuid])]


def test_carla_finds_no_page_and_changes_nothing(office: Office, client: Client) -> None:
    paper = office.paper(office.applied())
    client.force_login(office.cast.carla.user)
    assert [client.get(address).status_code for address in addresses(paper)] == [404] * 6
    assert [client.post(address).status_code for address in posts(paper)] == [404] * 4
    assert client.get(reverse("documents:own", args=[paper.uuid])).status_code == 404
    paper.refresh_from_db()
    assert (paper.status, paper.locked_by_id) == (Status.DRAFT, "")


def test_a_citizen_finds_no_employees_page(office: Office, client: Client) -> None:
    case = office.drafted()
    office.sent(case)
    letter = case.documents.get(template="afgoerelse")
    client.force_login(office.cast.dorthe.user)
    assert {client.get(address).status_code for address in addresses(letter)} == {404}
    response = client.get(reverse("documents:own", args=[letter.uuid]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.get(reverse("documents:own", args=[uuid4()])).status_code == 404


def test_every_page_is_there_for_anna_and_each_read_is_logged(
    office: Office, client: Client
) -> None:
    paper = office.paper(office.applied())
    client.force_login(office.cast.anna.user)
    assert {client.get(address).status_code for address in addresses(paper)} == {200}
    looks = [look.purpose for look in looked_at(paper.ref)]
    assert looks == ["case-work"] * 4
    assert looked_at(f"person:{office.cast.dorthe.person.uuid}")


def test_anna_puts_a_paper_in_and_works_it_to_its_end(office: Office, client: Client) -> None:
    case = office.applied()
    client.force_login(office.cast.anna.user)
    new = reverse("documents:new", args=[case.uuid])
    refused = client.post(new, {"title": "Min titel", "direction": "internal"})
    assert refused.status_code == 422
    assert "Vælg en fil." in refused.text
    assert "Min titel" in refused.text
    empty = client.post(new, {}).text
    assert "Vælg en fil." in empty
    assert "Hvad er det? – Vælg en mulighed." in empty
    lost = client.post(new, {"file": SimpleUploadedFile("a.txt", b"a")}).text
    assert "Vælg filen igen. Den er ikke gemt." in lost
    bad = client.post(
        new,
        {"title": "Min titel", "direction": "internal", "file": SimpleUploadedFile("a.exe", b"MZ")},
    )
    assert bad.status_code == 422
    assert "Den slags fil" in bad.text
    sent = client.post(
        new,
        {"title": "Notat", "direction": "internal", "file": SimpleUploadedFile("a.txt", b"a")},
    )
    paper = Document.objects.get(title="Notat")
    here = reverse("documents:document", args=[paper.uuid])
    assert sent["Location"] == here
    version = reverse("documents:version", args=[paper.uuid])
    assert client.post(version, {}).status_code == 422
    client.post(version, {"file": SimpleUploadedFile("b.txt", b"b")})
    assert "Udgave 2: b.txt" in client.get(here).text
    client.post(reverse("documents:change", args=[paper.uuid, "laas"]))
    assert "Lås op" in client.get(here).text
    locked = client.post(reverse("documents:change", args=[paper.uuid, "laas-op"]), follow=True)
    assert "Dokumentet er låst op." in locked.text
    client.post(reverse("documents:change", args=[paper.uuid, "faerdig"]))
    paper.refresh_from_db()
    assert paper.status == Status.FINAL
    removed = client.post(reverse("documents:remove", args=[paper.uuid]), follow=True)
    assert "kan ikke ændres eller slettes" in removed.text
    again = client.post(reverse("documents:change", args=[paper.uuid, "faerdig"]), follow=True)
    assert "kan ikke ændres eller slettes" in again.text
    assert client.post(reverse("documents:change", args=[paper.uuid, "x"])).status_code == 404


def test_several_files_become_several_papers_all_or_none(office: Office, client: Client) -> None:
    case = office.case()
    client.force_login(office.cast.anna.user)
    new = reverse("documents:new", args=[case.uuid])
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.exe", b"MZ")]
    refused = client.post(new, {"direction": "in", "file": files})
    assert "b.exe: Den slags fil" in refused.text
    assert not case.documents.exists()
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    sent = client.post(new, {"direction": "in", "title": "Kun til én", "file": files})
    assert sent["Location"] == reverse("documents:list", args=[case.uuid])
    assert set(case.documents.values_list("title", flat=True)) == {"a.txt", "b.txt"}
    paper = office.paper(case)
    version = reverse("documents:version", args=[paper.uuid])
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    assert "Vælg kun én fil." in client.post(version, {"file": files}).text


def test_anna_sends_a_final_paper_from_its_page(office: Office, client: Client) -> None:
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    paper = actions.finalise(office.paper(case), by=anna, now=NOW)
    client.force_login(office.cast.anna.user)
    send = reverse("documents:send", args=[paper.uuid])
    assert "Dorthe Friis" in client.get(send).text
    assert client.post(send, {}).status_code == 422
    assert client.post(send, {"party": "999999"}).status_code == 422
    party = case.parties.get(graph_role="citizen")
    client.post(send, {"party": str(party.pk)})
    assert (
        "Venter på afsendelse" in client.get(reverse("documents:document", args=[paper.uuid])).text
    )
    assert client.post(send, {"party": str(party.pk)}).status_code == 422


def test_a_draft_can_be_removed_from_its_page(office: Office, client: Client) -> None:
    paper = office.paper(office.applied())
    client.force_login(office.cast.anna.user)
    client.post(reverse("documents:remove", args=[paper.uuid]))
    assert not Document.objects.filter(pk=paper.pk).exists()


def test_the_received_day_is_the_one_written(office: Office, client: Client) -> None:
    case = office.applied()
    client.force_login(office.cast.anna.user)
    client.post(
        reverse("documents:new", args=[case.uuid]),
        {
            "title": "Brev",
            "direction": "in",
            "received": "2026-05-04",
            "file": SimpleUploadedFile("a.txt", b"a"),
        },
    )
    paper = Document.objects.get(title="Brev")
    assert paper.received_at == datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


def test_a_damaged_file_is_said_so_and_not_shown(office: Office, client: Client) -> None:
    paper = office.paper(office.applied())
    default_storage.delete(paper.versions.get().file.storage_name)
    client.force_login(office.cast.anna.user)
    response = client.get(reverse("documents:file", args=[paper.uuid, 1]))
    assert response.status_code == 500
    assert "kan ikke hentes" in response.text


def test_the_case_page_lists_the_papers_and_what_has_not_left(
    office: Office, client: Client
) -> None:
    case = office.drafted()
    office.do(case, "send_decision", office.cast.anna)
    client.force_login(office.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid]))
    assert "Søg om hjælp" in page.text
    assert "Venter på afsendelse" in page.text
    actions.deliver(case.documents.get(template="afgoerelse").dispatches.get().uuid, now=NOW)
    page = client.get(reverse("cases:case", args=[case.uuid]))
    assert "Klagefristen udløber den 1. juni 2026" in page.text


def queries_of(client: Client, case: Case) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("documents:list", args=[case.uuid]))
    return len(asked)


def test_the_list_costs_the_same_with_many_papers(office: Office, client: Client) -> None:
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    client.force_login(office.cast.anna.user)
    client.get(reverse("documents:list", args=[case.uuid]))
    few = queries_of(client, case)
    for number in range(12):
        actions.upload(
            case,
            SimpleUploadedFile(f"{number}.txt", b"x"),
            title=f"Bilag {number}",
            direction=Direction.IN,
            by=anna,
            now=NOW + timedelta(minutes=number),
        )
    assert queries_of(client, case) == few
    assert few <= 15
    page = client.get(reverse("cases:case", args=[case.uuid]))
    assert f"Se alle {case.documents.count()} dokumenter" in page.text


def test_anna_finds_a_paper_among_many_by_words_of_its_title(
    office: Office, client: Client
) -> None:
    case, anna = office.applied(), office.cast.actor(office.cast.anna)
    for title in ("Lægens udtalelse", "Udtalelse fra skolen", "Lønseddel"):
        paper = SimpleUploadedFile(f"{title}.txt", b"x")
        actions.upload(case, paper, title=title, direction=Direction.IN, by=anna, now=NOW)
    client.force_login(office.cast.anna.user)
    there = reverse("documents:list", args=[case.uuid])
    found = client.post(there, {"q": "udtalelse SKOLEN"})
    assert [row.document.title for row in found.context["rows"]] == ["Udtalelse fra skolen"]
    assert 'value="udtalelse SKOLEN"' in found.text
    assert "Ingen af sagens dokumenter" in client.post(there, {"q": "Emil"}).text
    assert len(client.post(there, {"q": "\x00"}).context["rows"]) == case.documents.count()
    client.force_login(office.cast.carla.user)
    assert client.post(there, {"q": "udtalelse"}).status_code == 404


def test_where_nobody_is_party_anna_is_told_to_add_one_first(
    office: Office, client: Client
) -> None:
    case = office.applied()
    paper = actions.finalise(office.paper(case), by=office.cast.actor(office.cast.anna), now=NOW)
    case.parties.update(valid_to=NOW)
    client.force_login(office.cast.anna.user)
    address = reverse("documents:send", args=[paper.uuid])
    page = client.get(address).text
    assert "Sagen har ingen parter" in page
    assert reverse("cases:party", args=[case.uuid]) in page
    assert client.post(address, {"party": "1"}).status_code == 422
