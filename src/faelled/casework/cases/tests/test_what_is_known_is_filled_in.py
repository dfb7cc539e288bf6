"""What the authority knows is filled in for those who may see it, and for nobody else."""

from dataclasses import replace
from datetime import datetime

import pytest

from faelled.base.access.actor import ANONYMOUS, Actor
from faelled.base.people.models import Custody, Person, PersonAddress
from faelled.casework.cases.prefill import PREFILL, Asking, PrefillRegistry
from faelled.lib.dcr import Field, FieldType, Marking
from faelled.lib.dcr.formats.native import loads
from faelled.lib.dcr.formats.native_form_checks import SOURCES
from faelled.lib.fields import Given
from tests.cast import NOW, Cast

GRAPH = loads(
    """
    id = "g"
    version = "1"
    title = "G"
    [[roles]]
    id = "citizen"
    [[roles]]
    id = "manager"
    [[events]]
    id = "apply"
    label = "Søg"
    roles = ["citizen"]
    [[events.fields]]
    id = "hours"
    type = "integer"
    [[events]]
    id = "weigh"
    label = "Vurdér"
    roles = ["manager"]
    read_roles = ["manager"]
    [[events.fields]]
    id = "hours"
    type = "integer"
    """
)
MARKING = replace(Marking(), values={"apply": {"hours": 12}, "weigh": {"hours": 8}})
FIELDS = (
    Field("name", "Navn", prefill="person.name"),
    Field("child", "Barn", prefill="child.name"),
    Field("born", "Født", FieldType.DATE, prefill="child.birth_date"),
    Field("home", "Adresse", prefill="person.address"),
    Field("hours", "Timer", FieldType.INTEGER, prefill="case.apply.hours"),
    Field("other", "Har en anden også?", FieldType.BOOLEAN, prefill="child.other_holder"),
    Field("weighed", "Timer", FieldType.INTEGER, prefill="case.weigh.hours"),
)


def texts(cast: Cast, by: Actor, *roles: str, now: datetime = NOW) -> dict[str, tuple[str, ...]]:
    """What is filled in, by field."""
    emil = Person.objects.get(pk=cast.emil.pk)
    dorthe = Person.objects.get(pk=cast.dorthe.person.pk)
    asking = Asking(dorthe, emil, GRAPH, MARKING, frozenset(roles), by, now)
    return {id: given.texts for id, given in PREFILL.known(FIELDS, asking).items()}


@pytest.fixture
def at_home(cast: Cast) -> Person:
    """Dorthe, who has an address."""
    person = cast.dorthe.person
    PersonAddress.objects.filter(person=person).delete()
    PersonAddress.objects.create(person=person, text="Havnegade 1", valid_from=NOW.date())
    return person


def test_dorthe_sees_what_is_known_of_her_and_her_child(cast: Cast, at_home: Person) -> None:
    known = texts(cast, cast.actor(cast.dorthe), "citizen")
    assert known["name"] == ("Dorthe Friis",) and known["child"] == ("Emil Friis",)
    assert known["home"] == ("Havnegade 1",)
    assert known["hours"] == ("12",) and "weighed" not in known


def test_esben_sees_nothing_of_her(cast: Cast, at_home: Person) -> None:
    known = texts(cast, cast.actor(cast.esben), "citizen")
    assert "name" not in known and "home" not in known
    assert known["child"] == ("Emil Friis",)


def test_dorthe_is_not_asked_whether_somebody_else_has_custody(cast: Cast) -> None:
    assert texts(cast, cast.actor(cast.dorthe), "citizen")["other"] == ("true",)
    Custody.objects.filter(child=cast.emil, holder=cast.esben.person).delete()
    assert texts(cast, cast.actor(cast.dorthe), "citizen")["other"] == ("false",)


def test_she_is_asked_where_the_register_knows_no_custody_of_hers(cast: Cast) -> None:
    Custody.objects.filter(child=cast.emil, holder=cast.dorthe.person).delete()
    assert "other" not in texts(cast, cast.actor(cast.anna), "citizen")


def test_nobody_who_is_not_logged_in_sees_anything(cast: Cast, at_home: Person) -> None:
    assert texts(cast, replace(ANONYMOUS, authority_id=cast.authority.pk)) == {}


def test_a_step_s_answers_are_kept_to_those_who_may_read_them(cast: Cast) -> None:
    assert "weighed" not in texts(cast, cast.actor(cast.anna), "caseworker")
    assert texts(cast, cast.actor(cast.bo), "manager")["weighed"] == ("8",)


def test_a_protected_address_is_filled_in_for_nobody(cast: Cast, at_home: Person) -> None:
    until = NOW.date().replace(year=2099)
    Person.objects.filter(pk=at_home.pk).update(address_protected_until=until)
    for who in (cast.dorthe, cast.anna):
        assert texts(cast, cast.actor(who), "citizen")["home"] == ()


def test_every_source_that_a_graph_can_name_is_read() -> None:
    assert set(PREFILL.names()) == set(SOURCES)


def test_a_source_is_registered_once() -> None:
    registry = PrefillRegistry()
    registry.register("person.name", lambda asking, field: Given(("X",), "Y"))
    with pytest.raises(ValueError, match="twice"):
        registry.register("person.name", lambda asking, field: None)
