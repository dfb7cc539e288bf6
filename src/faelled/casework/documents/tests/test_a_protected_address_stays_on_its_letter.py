"""A letter on paper must have the address on it; who may not see the address does not open it."""

from datetime import date

import pytest
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from faelled.base.access.actor import Capability
from faelled.base.people import actions as people
from faelled.casework.cases.models import Party
from faelled.casework.documents.actions.versions import store_version
from faelled.casework.documents.models import (
    Direction,
    Dispatch,
    Document,
    DocumentVersion,
    Status,
)
from faelled.casework.documents.queries import get_visible, version_to_read
from faelled.casework.documents.tests.office import Office
from tests.cast import NOW, worker


def test_a_protected_address_on_a_letter_is_read_by_who_may_see_it(
    office: Office, client: Client
) -> None:
    """CPR-loven § 28: on paper it must stand there; the next colleague need not read it."""
    cast = office.cast
    person = cast.dorthe.person
    person.digital_post_exempt = True
    person.save()
    people.protect(person, name_until=None, address_until=date(2090, 1, 1), by=cast.system, now=NOW)
    sees = (Capability.SEE_PROTECTED_ADDRESS,)
    hans = worker(cast.disability, "Hans Hald", role="caseworker", can=sees)
    case = office.applied()
    office.do(case, "inform", hans)
    letter = case.documents.get(template="orientering")
    version = letter.versions.get()
    assert len(version.source["recipient"]) > 1
    address = reverse("documents:file", args=[letter.uuid, version.number])
    for who, status in ((cast.anna, 403), (hans, 200)):
        client.force_login(who.user)
        assert client.get(address).status_code == status
    people.protect(person, name_until=None, address_until=None, by=cast.system, now=NOW)
    client.force_login(cast.anna.user)
    assert client.get(address).status_code == 200


def test_the_other_parent_does_not_read_the_child_s_address_on_its_letter(office: Office) -> None:
    cast = office.cast
    people.protect(
        cast.emil, name_until=None, address_until=date(2090, 1, 1), by=cast.system, now=NOW
    )
    case = office.applied()
    emil = case.parties.get(person=cast.emil)
    Party.objects.filter(pk=emil.pk).update(sees_case=True)
    letter = Document.objects.create(
        case=case,
        title="Brev til Emil",
        direction=Direction.OUT,
        status=Status.SENT,
        template="orientering",
        party=emil,
        sent_at=NOW,
        created_at=NOW,
        created_by_id=cast.anna.id,
        created_by_name="Anna Dam",
    )
    lines = {"recipient": ["Emil Friis", "Engvej 7", "9999 Fælleskøbing"]}
    by = cast.actor(cast.anna)
    version = store_version(letter, office.uploaded_by(cast.anna), by=by, now=NOW, source=lines)
    Dispatch.objects.create(
        document=letter,
        version=version,
        party=emil,
        channel="letter",
        state="sent",
        queued_at=NOW,
        queued_by_id=cast.anna.id,
        sent_at=NOW,
    )
    esben = cast.actor(cast.esben)
    seen = get_visible(esben, letter.uuid, now=NOW)
    with pytest.raises(PermissionDenied):
        version_to_read(seen, esben, None, now=NOW)


def test_what_a_letter_was_made_from_lies_sealed(office: Office) -> None:
    """Whoever reads the database reads no address; the letter is still made again from it."""
    case = office.drafted()
    version = DocumentVersion.objects.get(document__case=case, document__template="afgoerelse")
    assert version.source["recipient"][0] == "Dorthe Friis"
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM documents_documentversion")
        kept = [row[0] for row in cursor.fetchall()]
    assert not any("Dorthe" in text or "Engvej" in text or "recipient" in text for text in kept)
    dump = serializers.serialize("json", [version])
    assert "Dorthe" not in dump
