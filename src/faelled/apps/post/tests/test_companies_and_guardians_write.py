"""A company that writes becomes a party of the case its message opens. A parent or a guardian who
writes is shown with whom they may write for, and their cases are offered.
"""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faelled.apps.post import actions
from faelled.apps.post.models import Received
from faelled.apps.post.tests.mail import CAME, ESBEN, Mail
from faelled.base.audit.models import Entry
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import IdType
from faelled.base.people.actions import add_guardian
from faelled.base.people.models import Company, GuardianScope
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.models import Case
from faelled.casework.documents.recipients import addressee_of

BAKER = Addressee("10150817", IdType.CVR, "Bager Jensen ApS")


@pytest.fixture(autouse=True)
def clock() -> object:
    with patch.object(timezone, "now", return_value=CAME + timedelta(hours=2)) as now:
        yield now


def waits_for_anna(mail: Mail, sender: Addressee) -> Received:
    cast = mail.office.cast
    row = mail.came(sender)
    return actions.hand_over(
        row, cast.disability, by=cast.actor(mail.grete, CAME), now=CAME + timedelta(minutes=1)
    )


def opened(mail: Mail, row: Received) -> Case:
    anna = mail.office.cast.actor(mail.office.cast.anna, CAME)
    return actions.open_with(row, mail.office.case_type, by=anna, now=CAME + timedelta(hours=1))


def test_a_company_is_a_party_of_the_case_and_is_written_to(mail: Mail, client: Client) -> None:
    case = opened(mail, waits_for_anna(mail, BAKER))
    [party] = case.parties.all()
    assert party.company == case.main_company == Company.objects.get(cvr=BAKER.id)
    assert (party.role, party.sees_case, case.main_person) == ("applicant", False, None)
    assert addressee_of(party, now=CAME) == BAKER
    client.force_login(mail.office.cast.anna.user)
    page = client.get(reverse("cases:case", args=[case.uuid]))
    assert "Bager Jensen ApS" in page.text
    assert f"company:{party.company.uuid}" in Entry.objects.get(action="case.open").subjects


def test_its_next_message_finds_the_case_by_itself(mail: Mail) -> None:
    case = opened(mail, waits_for_anna(mail, BAKER))
    assert mail.came(BAKER, case_id=str(case.uuid)).case == case
    assert Company.objects.count() == 1


def test_a_company_that_is_known_is_not_made_twice(mail: Mail) -> None:
    first, second = waits_for_anna(mail, BAKER), waits_for_anna(mail, BAKER)
    parties = {opened(mail, row).parties.get().company for row in (first, second)}
    assert len(parties) == 1


def test_a_number_that_is_none_opens_no_case(mail: Mail) -> None:
    row = waits_for_anna(mail, Addressee("10150818", IdType.CVR, "Ingen"))
    with pytest.raises(CaseError, match="CVR-nummer"):
        opened(mail, row)
    assert not Case.objects.exists() and not Company.objects.exists()


def test_a_parent_is_shown_with_the_child_and_the_childs_case_is_offered(
    mail: Mail, client: Client
) -> None:
    case, cast = mail.office.applied(), mail.office.cast
    row = waits_for_anna(mail, ESBEN)
    client.force_login(cast.anna.user)
    page = client.get(reverse("post:message", args=[row.uuid]))
    assert "Har forældremyndighed over Emil Friis" in page.text
    entry = Entry.objects.filter(stream=f"lookups:{cast.anna.id}").latest("pk")
    assert f"person:{cast.emil.uuid}" in entry.subjects
    assert case.number in client.get(reverse("post:change", args=[row.uuid, "laeg-paa-sag"])).text
    done = client.post(
        reverse("post:change", args=[row.uuid, "laeg-paa-sag"]), {"case": str(case.uuid)}
    )
    assert done.status_code == 302
    row.refresh_from_db()
    # Esben is no party of it: the register does not make him one.
    assert row.case == case and not case.parties.filter(person=cast.esben.person).exists()


def test_a_guardian_is_shown_while_it_lasts_and_no_longer(mail: Mail, client: Client) -> None:
    cast = mail.office.cast
    scopes = (
        (cast.dorthe.person, GuardianScope.FINANCIAL, None),
        (cast.emil, GuardianScope.PERSONAL, CAME.date() - timedelta(days=1)),
    )
    for ward, scope, until in scopes:
        add_guardian(
            ward,
            cast.esben.person,
            scope=scope,
            valid_from=date(2026, 1, 1),
            valid_to=until,
            by=cast.system,
            now=CAME,
        )
    row = waits_for_anna(mail, ESBEN)
    client.force_login(cast.anna.user)
    page = client.get(reverse("post:message", args=[row.uuid])).text
    assert "Værge i økonomiske forhold for Dorthe Friis" in page
    assert "Værge i personlige forhold" not in page


def test_a_company_and_somebody_unknown_have_no_family(mail: Mail, client: Client) -> None:
    client.force_login(mail.office.cast.anna.user)
    for sender in (BAKER, Addressee("4506780004", IdType.CPR, "Villy Vest")):
        row = waits_for_anna(mail, sender)
        page = client.get(reverse("post:message", args=[row.uuid])).text
        assert "Kan skrive for" not in page
