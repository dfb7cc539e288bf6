"""CPR numbers: encrypted in the row, found through a keyed digest, and written nowhere else."""

import logging
import pickle
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.actions.persons import AlreadyRegisteredError
from faelled.base.people.cpr import CprSealError
from faelled.base.people.models import Person
from faelled.base.people.queries import cpr_of, find_person_by_cpr
from faelled.lib.text.cpr import REAL_AND_DEMO, Cpr, parse
from tests.cast import NOW, Cast, authority_named, unit, worker

DIGITS = "4103840002"
DORTHE_CPR = parse("410384-0002", REAL_AND_DEMO)


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_what_is_encrypted_opens_for_the_same_person_only(digits: str) -> None:
    uuid = uuid4()
    sealed = sealed_cpr.encrypt(Cpr(digits), uuid)
    assert digits.encode() not in sealed
    assert sealed_cpr.decrypt(sealed, uuid).digits == digits
    assert sealed != sealed_cpr.encrypt(Cpr(digits), uuid), "the nonce is fresh each time"
    with pytest.raises(CprSealError):
        sealed_cpr.decrypt(sealed, uuid4())


@pytest.mark.parametrize("place", range(0, 43, 6))
def test_a_changed_byte_does_not_open(place: int) -> None:
    uuid = uuid4()
    sealed = bytearray(sealed_cpr.encrypt(DORTHE_CPR, uuid))
    sealed[place] ^= 1
    with pytest.raises(CprSealError) as refusal:
        sealed_cpr.decrypt(bytes(sealed), uuid)
    assert DIGITS not in str(refusal.value)


def test_rows_under_the_old_key_open_while_the_new_one_encrypts() -> None:
    uuid = uuid4()
    with override_settings(CPR_KEY="old"):
        sealed = sealed_cpr.encrypt(DORTHE_CPR, uuid)
    with override_settings(CPR_KEY="new, old"):
        assert sealed_cpr.decrypt(sealed, uuid) == DORTHE_CPR
        anew = sealed_cpr.encrypt(DORTHE_CPR, uuid)
    with override_settings(CPR_KEY="new"):
        assert sealed_cpr.decrypt(anew, uuid) == DORTHE_CPR
        with pytest.raises(CprSealError):
            sealed_cpr.decrypt(sealed, uuid)


def test_the_digest_needs_its_key_and_differs_between_authorities() -> None:
    one, other = uuid4(), uuid4()
    digest = sealed_cpr.digest(DORTHE_CPR, one)
    assert digest == sealed_cpr.digest(DORTHE_CPR, one)
    assert digest != sealed_cpr.digest(DORTHE_CPR, other)
    with override_settings(CPR_SEARCH_KEY="another"):
        assert digest != sealed_cpr.digest(DORTHE_CPR, one)


@pytest.mark.django_db
def test_no_column_of_any_row_holds_the_number(cast: Cast) -> None:
    row = Person.objects.filter(pk=cast.dorthe.person.pk).values().get()
    assert DIGITS not in repr(
        {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()}
    )
    assert DIGITS not in repr(list(Entry.objects.values()))
    assert row["cpr_digest"] is not None


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["CPR_KEY", "CPR_SEARCH_KEY"])
def test_a_number_that_cannot_be_encrypted_is_not_stored_at_all(cast: Cast, key: str) -> None:
    """aabenforms stored the plain number when encryption failed (casework.md 8.15)."""
    before = Person.objects.count()
    with override_settings(**{key: ""}), pytest.raises(CprSealError):
        register(cast)
    assert Person.objects.count() == before


@pytest.mark.django_db
def test_a_cipher_that_does_nothing_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, key: bytes) -> None:
            assert len(key) == 32

        def encrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
            return data

    monkeypatch.setattr(sealed_cpr, "AESGCM", Broken)
    before = Person.objects.count()
    with pytest.raises(CprSealError):
        register(cast)
    assert Person.objects.count() == before


def register(cast: Cast, cpr: str = "450190-0006") -> Person:
    return actions.register_person(
        cast.authority,
        given_name="Ida",
        family_name="Lund",
        cpr=parse(cpr, REAL_AND_DEMO),
        by=cast.actor(cast.anna),
        now=NOW,
    )


@pytest.mark.django_db
def test_anna_finds_dorthe_by_number_and_the_look_up_is_logged(cast: Cast) -> None:
    found = find_person_by_cpr(DORTHE_CPR, by=cast.actor(cast.anna), now=NOW)
    assert found == cast.dorthe.person
    entry = Entry.objects.latest("pk")
    assert entry.stream == f"lookups:{cast.anna.id}"
    assert entry.data == {"page": "find-by-cpr"}
    assert str(cast.dorthe.person.uuid) in entry.subjects


@pytest.mark.django_db
def test_a_look_up_that_finds_nobody_is_logged_without_the_number(cast: Cast) -> None:
    before = Entry.objects.count()
    nobody = parse("460190-0007", REAL_AND_DEMO)
    assert find_person_by_cpr(nobody, by=cast.actor(cast.anna), now=NOW) is None
    assert Entry.objects.count() == before + 1
    assert "4601900007" not in repr(Entry.objects.values().latest("pk"))


@pytest.mark.django_db
def test_a_citizen_does_not_search_by_number(cast: Cast) -> None:
    with pytest.raises(Refused):
        find_person_by_cpr(DORTHE_CPR, by=cast.actor(cast.esben), now=NOW)


@pytest.mark.django_db
def test_another_authority_finds_nobody_and_reads_no_number(cast: Cast) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    gustav = cast.actor(worker(unit(other, "Familie"), "Gustav Bro", role="caseworker"))
    assert find_person_by_cpr(DORTHE_CPR, by=gustav, now=NOW) is None
    with pytest.raises(Refused):
        cpr_of(cast.dorthe.person, by=gustav, now=NOW, page="case")


@pytest.mark.django_db
def test_reading_the_number_is_logged_with_the_page(cast: Cast) -> None:
    shown = cpr_of(cast.emil, by=cast.actor(cast.dorthe), now=NOW, page="my-case")
    assert shown is not None
    assert (str(shown), shown.full()) == ("440218-****", "440218-0003")
    assert Entry.objects.latest("pk").data == {"page": "my-case"}
    with pytest.raises(Refused):
        cpr_of(cast.esben.person, by=cast.actor(cast.dorthe), now=NOW, page="my-case")


@pytest.mark.django_db
def test_a_person_without_a_number_has_none(cast: Cast) -> None:
    tourist = actions.register_person(
        cast.authority, given_name="Jo", family_name="X", cpr=None, by=cast.system, now=NOW
    )
    assert cpr_of(tourist, by=cast.system, now=NOW, page="case") is None


@pytest.mark.django_db
def test_the_same_number_is_registered_once_per_authority(cast: Cast) -> None:
    with pytest.raises(AlreadyRegisteredError) as refusal:
        register(cast, "410384-0002")
    assert "4103" not in str(refusal.value)
    other = authority_named("Nabokøbing Kommune", code="0998")
    by = cast.actor(worker(unit(other, "Familie"), "Gustav Bro", role="caseworker"))
    there = actions.register_person(
        other, given_name="Dorthe", family_name="Friis", cpr=DORTHE_CPR, by=by, now=NOW
    )
    assert there.cpr_digest != cast.dorthe.person.cpr_digest


@pytest.mark.django_db
def test_the_database_refuses_a_second_row_too(cast: Cast) -> None:
    again = Person(
        authority=cast.authority,
        given_name="D",
        family_name="F",
        cpr_digest=cast.dorthe.person.cpr_digest,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.django_db
def test_no_way_of_writing_a_person_shows_the_number(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person.objects.get(pk=cast.dorthe.person.pk)
    logging.getLogger("faelled").warning("%s %r %s", person, person, vars(person))
    written = caplog.text + str(person) + repr([person]) + repr(pickle.dumps(person.cpr_digest))
    assert DIGITS not in written
    assert "410384-0002" not in written


@pytest.mark.django_db
def test_no_sql_statement_carries_the_number(cast: Cast) -> None:
    """Statements end in slow-query logs."""
    connection.force_debug_cursor = True
    try:
        register(cast)
        find_person_by_cpr(DORTHE_CPR, by=cast.actor(cast.anna), now=NOW)
        sql = repr(connection.queries)
    finally:
        connection.force_debug_cursor = False
    assert "cpr_digest" in sql
    assert DIGITS not in sql
    assert "4501900006" not in sql


@pytest.mark.django_db
def test_after_a_change_of_keys_the_old_ones_are_not_needed(cast: Cast) -> None:
    anna = cast.actor(cast.anna)
    with override_settings(CPR_KEY="new," + settings.CPR_KEY, CPR_SEARCH_KEY="another search key"):
        assert find_person_by_cpr(DORTHE_CPR, by=anna, now=NOW) is None
        assert actions.encrypt_anew(cast.authority, by=cast.system, now=NOW) == 3
    with override_settings(CPR_KEY="new", CPR_SEARCH_KEY="another search key"):
        found = find_person_by_cpr(DORTHE_CPR, by=anna, now=NOW)
        assert found == cast.dorthe.person
        emil = Person.objects.get(pk=cast.emil.pk)
        assert cpr_of(emil, by=anna, now=NOW, page="case") is not None


@pytest.mark.django_db
def test_the_command_changes_the_keys_of_every_authority(cast: Cast) -> None:
    out = StringIO()
    with override_settings(CPR_KEY="new," + settings.CPR_KEY):
        call_command("people", "encrypt-anew", stdout=out)
    assert out.getvalue() == "3 CPR-numre er krypteret igen. Det samme er 0 andre tekster.\n"
    with override_settings(CPR_KEY="new"):
        emil = Person.objects.get(pk=cast.emil.pk)
        assert cpr_of(emil, by=cast.system, now=NOW, page="case") is not None
