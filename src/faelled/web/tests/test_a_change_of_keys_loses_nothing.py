"""After docs/security.md was followed, what was sealed under the old key opens without it."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import override_settings

from faelled.apps.intake.models import Draft, Guest
from faelled.apps.post.models import Received
from faelled.apps.post.tests.conftest import mail
from faelled.apps.post.tests.mail import Mail
from faelled.base.access.refusals import Refused
from faelled.base.people.actions import seal_anew
from faelled.base.people.sealed import SealedTextField
from faelled.base.people.sealed_json import SealedField
from faelled.casework.chats.models import Chat, Message
from faelled.casework.documents.models import DocumentVersion
from tests.cast import NOW

__all__ = ["mail"]


def test_letters_drafts_guests_chats_and_post_open_under_the_new_key_alone(mail: Mail) -> None:
    case = mail.office.drafted()
    mail.came(text="Hvad sker der?")
    answers: Any = {"hours": ["12"]}
    contact: Any = {"name": ["Villy Vest"]}
    draft = Draft.objects.create(
        owner=mail.office.cast.dorthe.user,
        case=case,
        version=case.version,
        event_id="apply",
        answers=answers,
        begun_at=NOW,
        changed_at=NOW,
    )
    guest = Guest.objects.create(
        authority=case.authority,
        contact=contact,
        link_digest="x",
        link_until=NOW,
        source="x",
        begun_at=NOW,
    )
    with override_settings(CPR_KEY=f"new,{settings.CPR_KEY}"):
        call_command("people", "encrypt-anew")
    with override_settings(CPR_KEY="new"):
        letter = DocumentVersion.objects.get(document__template="afgoerelse")
        assert letter.source["recipient"][0] == "Dorthe Friis"
        assert Received.objects.get().text == "Hvad sker der?"
        assert Draft.objects.get(pk=draft.pk).answers == answers
        assert Guest.objects.get(pk=guest.pk).contact == contact
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_documentversion SET sha256 = ''")


def test_only_the_system_seals_anew(mail: Mail) -> None:
    with pytest.raises(Refused):
        seal_anew(by=mail.office.cast.actor(mail.office.cast.bo), now=NOW)


def test_every_column_that_is_opened_when_it_is_read_is_found() -> None:
    """A new kind of sealed column that a change of keys does not know would be lost by it."""
    opened = {
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if type(field).__module__.startswith("faelled") and hasattr(field, "from_db_value")
    }
    assert {field.model for field in opened} >= {Chat, Message, Draft, Guest, Received}
    unknown = {field for field in opened if not isinstance(field, SealedField | SealedTextField)}
    assert not unknown, "make it a SealedField"
    assert all(isinstance(field, models.Field) for field in opened)
