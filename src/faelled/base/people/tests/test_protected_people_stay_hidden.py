"""Name and address protection for as long as it runs (CPR-loven § 28)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.protected import ProtectedText
from faelled.base.people import actions
from faelled.base.people.models import PersonAddress
from faelled.base.people.queries import address_of, display_name
from tests.cast import NOW, Cast, authority_named, unit, worker

pytestmark = pytest.mark.django_db
TODAY, UNTIL = date(2026, 5, 4), date(2027, 5, 3)
STREET = "Engvej 7"


@pytest.fixture
def protected(cast: Cast) -> Cast:
    for someone in (cast.dorthe.person, cast.emil):
        actions.protect(
            someone, name_until=UNTIL, address_until=UNTIL, by=cast.actor(cast.anna), now=NOW
        )
        someone.refresh_from_db()
    return cast


def stranger(cast: Cast) -> Actor:
    other = authority_named("Nabokøbing Kommune", code="0998")
    who = worker(
        unit(other, "Familie"),
        "Gustav Bro",
        role="caseworker",
        can=(Capability.SEE_PROTECTED_ADDRESS,),
    )
    return cast.actor(who)


def test_an_open_address_is_shown_to_who_may_see_the_person(cast: Cast) -> None:
    for who in (cast.anna, cast.dorthe):
        assert STREET in address_of(cast.dorthe.person, cast.actor(who), TODAY)


def test_a_protected_address_is_shown_to_the_person_and_the_capability_only(
    protected: Cast,
) -> None:
    cast, emil = protected, protected.emil
    actions.grant_position(
        cast.carla.employee,
        cast.disability,
        role="family-law",
        capabilities=[Capability.SEE_PROTECTED_ADDRESS],
        valid_from=TODAY,
        by=cast.system,
        now=NOW,
    )
    assert STREET in address_of(cast.dorthe.person, cast.actor(cast.dorthe), TODAY)
    assert STREET in address_of(emil, cast.actor(cast.carla), TODAY)
    for who in (cast.anna, cast.bo, cast.esben):
        assert address_of(emil, cast.actor(who), TODAY) == "beskyttet adresse"
    assert address_of(emil, cast.system, TODAY) == "beskyttet adresse"
    assert address_of(emil, stranger(cast), TODAY) == ""


def test_the_other_parent_does_not_read_the_protected_address_off_the_child(
    protected: Cast,
) -> None:
    esben = protected.actor(protected.esben)
    assert protected.emil.pk in esben.represents
    assert STREET not in address_of(protected.emil, esben, TODAY)


def test_protection_lapses_by_itself_the_day_after_its_last(protected: Cast) -> None:
    anna = protected.actor(protected.anna)
    assert address_of(protected.emil, anna, UNTIL) == "beskyttet adresse"
    assert STREET in address_of(protected.emil, anna, UNTIL + timedelta(days=1))


def test_a_protected_name_is_shown_to_staff_and_family_and_to_no_other_citizen(
    protected: Cast,
) -> None:
    cast = protected
    assert display_name(cast.dorthe.person, cast.actor(cast.anna), TODAY) == "Dorthe Friis"
    assert display_name(cast.dorthe.person, cast.actor(cast.dorthe), TODAY) == "Dorthe Friis"
    assert display_name(cast.emil, cast.actor(cast.esben), TODAY) == "Emil Friis"
    for outsider in (cast.actor(cast.esben), stranger(cast)):
        assert display_name(cast.dorthe.person, outsider, TODAY) == "Navn beskyttet"
        after = display_name(cast.dorthe.person, outsider, UNTIL + timedelta(days=1))
        assert after == "Dorthe Friis"


def test_an_address_comes_sealed_out_of_the_database(cast: Cast) -> None:
    for row in PersonAddress.objects.all():
        assert isinstance(row.text, ProtectedText)
        assert STREET not in str(vars(row))
    values = PersonAddress.objects.values_list("text", flat=True)
    assert STREET not in str(list(values))


def test_a_dump_of_the_database_holds_no_address(cast: Cast) -> None:
    out = StringIO()
    call_command("dumpdata", "people.PersonAddress", stdout=out)
    assert STREET not in out.getvalue()
    assert "beskyttet adresse" in out.getvalue()


def test_a_new_address_ends_the_old_and_leaves_no_day_without_or_with_two(cast: Cast) -> None:
    moved = date(2026, 6, 1)
    actions.change_address(
        cast.emil, "Havnegade 2", valid_from=moved, by=cast.actor(cast.anna), now=NOW
    )
    anna = cast.actor(cast.anna)
    assert STREET in address_of(cast.emil, anna, moved - timedelta(days=1))
    assert address_of(cast.emil, anna, moved) == "Havnegade 2"
    for day in range(-3, 3):
        rows = PersonAddress.objects.on(moved + timedelta(days=day)).filter(person=cast.emil)
        assert rows.count() == 1


def test_somebody_without_an_address_has_an_empty_one(cast: Cast) -> None:
    assert address_of(cast.dorthe.person, cast.actor(cast.anna), date(1990, 1, 1)) == ""
