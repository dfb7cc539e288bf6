"""Every action asks who does it, stays inside its authority, and leaves its entry."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from faelled.base.access.actor import ANONYMOUS, Actor, Capability, system_actor
from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people.dated import OverlapError
from faelled.base.people.models import (
    Custody,
    DeskRole,
    Duty,
    GuardianScope,
    Mandate,
    Position,
    Substitution,
)
from tests.cast import NOW, SINCE, Cast, authority_named, person, unit, worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
Change = Callable[[Cast, Actor], object]

ORGANISATION: dict[str, Change] = {
    "add-unit": lambda c, by: actions.add_unit(
        c.authority, "Ny", parent=c.it, valid_from=TODAY, by=by, now=NOW
    ),
    "move-unit": lambda c, by: actions.move_unit(c.it, parent=c.technical, by=by, now=NOW),
    "close-unit": lambda c, by: actions.close_unit(c.it, valid_to=TODAY, by=by, now=NOW),
    "encrypt-anew": lambda c, by: actions.encrypt_anew(c.authority, by=by, now=NOW),
    "add-employee": lambda c, by: actions.add_employee(c.authority, name="Ny", by=by, now=NOW),
    "end-position": lambda c, by: actions.end_position(
        Position.objects.get(employee=c.anna.employee), valid_to=TODAY, by=by, now=NOW
    ),
    "add-substitution": lambda c, by: actions.add_substitution(
        c.bo.employee,
        c.erik.employee,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        by=by,
        now=NOW,
    ),
    "end-substitution": lambda c, by: actions.end_substitution(
        Substitution.objects.create(
            absent=c.bo.employee,
            stand_in=c.erik.employee,
            starts_at=NOW,
            ends_at=NOW + timedelta(hours=1),
        ),
        by=by,
        now=NOW,
    ),
    "end-desk-role": lambda c, by: actions.end_desk_role(
        DeskRole.objects.create(
            leader=c.bo.employee,
            secretary=c.carla.employee,
            duty=Duty.GATEKEEPER,
            valid_from=SINCE,
        ),
        valid_to=TODAY,
        by=by,
        now=NOW,
    ),
    "end-mandate": lambda c, by: actions.end_mandate(
        Mandate.objects.create(
            employee=c.anna.employee, kle_pattern="*", decision_type="x", valid_from=SINCE
        ),
        valid_to=TODAY,
        by=by,
        now=NOW,
    ),
    "drop-capability": lambda c, by: actions.drop_capability(
        c.frida.employee.positions.get(), Capability.READ_AUDIT, by=by, now=NOW
    ),
    "keep-to-leaders-pages": lambda c, by: actions.keep_to_leaders_pages(
        c.bo.employee, by=by, now=NOW
    ),
    "close-user": lambda c, by: actions.close_user(c.anna.user, by=by, now=NOW),
    "add-user": lambda c, by: actions.add_employee_user(
        actions.add_employee(c.authority, name="Ny", by=by, now=NOW), "ny", by=by, now=NOW
    ),
}
# A right is given under four eyes; alone only the system gives one, as it sets an authority up.
GRANTS: dict[str, Change] = {
    "grant-position": lambda c, by: actions.grant_position(
        c.anna.employee, c.it, role="x", valid_from=TODAY, by=by, now=NOW
    ),
    "grant-mandate": lambda c, by: actions.grant_mandate(
        c.anna.employee,
        kle_pattern="27.*",
        decision_type="grant",
        amount_max=Decimal("50000.00"),
        valid_from=TODAY,
        by=by,
        now=NOW,
    ),
    "grant-desk-role": lambda c, by: actions.grant_desk_role(
        c.bo.employee,
        c.carla.employee,
        duty=Duty.GATEKEEPER,
        valid_from=TODAY,
        by=by,
        now=NOW,
    ),
    "grant-capability": lambda c, by: actions.grant_capability(
        c.anna.employee.positions.get(), Capability.BREAK_GLASS, by=by, now=NOW
    ),
    "open-all-pages": lambda c, by: actions.open_all_pages(c.bo.employee, by=by, now=NOW),
}
PROPOSALS = {"propose_grant", "change_grant", "approve_grant", "return_grant", "withdraw_grant"}
PERSONS: dict[str, Change] = {
    "register-company": lambda c, by: actions.register_company(
        c.authority, cvr="99999999", name="Ø A/S", by=by, now=NOW
    ),
    "register-person": lambda c, by: actions.register_person(
        c.authority, given_name="N", family_name="Y", cpr=None, by=by, now=NOW
    ),
    "change-name": lambda c, by: actions.change_name(
        c.emil, given_name="Emil", family_name="Dahl", by=by, now=NOW
    ),
    "change-address": lambda c, by: actions.change_address(
        c.emil, "Havnegade 2", valid_from=TODAY, by=by, now=NOW
    ),
    "protect": lambda c, by: actions.protect(
        c.emil, name_until=TODAY, address_until=TODAY, by=by, now=NOW
    ),
    "grant-custody": lambda c, by: actions.grant_custody(
        c.esben.person, c.dorthe.person, valid_from=SINCE, by=by, now=NOW
    ),
    "end-custody": lambda c, by: actions.end_custody(
        Custody.objects.get(holder=c.esben.person), valid_to=TODAY, by=by, now=NOW
    ),
    "add-guardian": lambda c, by: actions.add_guardian(
        c.esben.person,
        c.dorthe.person,
        scope=GuardianScope.FINANCIAL,
        valid_from=SINCE,
        by=by,
        now=NOW,
    ),
    "add-user": lambda c, by: actions.add_citizen_user(c.emil, "emil", by=by, now=NOW),
}


def test_the_tables_above_name_every_action() -> None:
    kept = {"add_authority", "add_citizen_user", "add_employee_user", "seal_anew"}
    named = {name.replace("-", "_") for name in {**ORGANISATION, **PERSONS, **GRANTS}}
    assert set(actions.__all__) - kept - PROPOSALS == named - {"add_user"}


@pytest.mark.parametrize("action", ORGANISATION)
def test_who_manages_people_changes_the_organisation_and_it_is_logged(
    cast: Cast, action: str
) -> None:
    ORGANISATION[action](cast, cast.actor(cast.frida))
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor_id) == (action, cast.frida.id)
    assert entry.authority_id == cast.authority.pk


@pytest.mark.parametrize("action", GRANTS)
def test_nobody_gives_a_right_alone_and_the_system_s_is_logged(cast: Cast, action: str) -> None:
    """Open Forms let administrators raise their own rights (casework.md 8.11)."""
    alone = outsiders(cast, cast.actor(cast.frida), cast.actor(cast.bo))
    before = Entry.objects.count()
    for by in alone:
        with pytest.raises(Refused):
            GRANTS[action](cast, by)
    assert Entry.objects.count() == before
    GRANTS[action](cast, cast.system)
    assert Entry.objects.latest("pk").action == action


@pytest.mark.parametrize("action", PERSONS)
def test_a_caseworker_changes_a_person_and_it_is_logged(cast: Cast, action: str) -> None:
    PERSONS[action](cast, cast.actor(cast.anna))
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor_id) == (action, cast.anna.id)
    for hidden in ("Emil", "Dahl", "Havnegade"):
        assert hidden not in entry.detail + entry.subjects


def outsiders(cast: Cast, *more: Actor) -> list[Actor]:
    other = authority_named("Nabokøbing Kommune", code="0998")
    boss = worker(unit(other, "It"), "Ulla Skov", role="administrator")
    return [cast.actor(boss), system_actor(other.pk), system_actor(0), ANONYMOUS, *more]


@pytest.mark.parametrize("action", ORGANISATION)
def test_others_do_not_change_the_organisation(cast: Cast, action: str) -> None:
    strangers = outsiders(cast, cast.actor(cast.anna), cast.actor(cast.dorthe))
    before = Entry.objects.count()
    for by in strangers:
        with pytest.raises(Refused):
            ORGANISATION[action](cast, by)
        Substitution.objects.all().delete()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("action", PERSONS)
def test_citizens_and_other_authorities_change_no_person(cast: Cast, action: str) -> None:
    strangers = outsiders(cast, cast.actor(cast.dorthe))
    before = Entry.objects.count()
    for by in strangers:
        with pytest.raises(Refused):
            PERSONS[action](cast, by)
    assert Entry.objects.count() == before


def test_only_the_system_makes_an_authority(cast: Cast) -> None:
    for by in (cast.actor(cast.frida), cast.actor(cast.dorthe), ANONYMOUS):
        with pytest.raises(Refused):
            actions.add_authority("X", cvr="1", municipality_code="1", by=by, now=NOW)


def test_the_same_role_in_the_same_unit_is_not_held_twice_at_once(cast: Cast) -> None:
    def grant(start: date) -> Position:
        return actions.grant_position(
            cast.anna.employee,
            cast.disability,
            role="caseworker",
            valid_from=start,
            by=cast.system,
            now=NOW,
        )

    with pytest.raises(OverlapError):
        grant(TODAY)
    first = Position.objects.get(employee=cast.anna.employee)
    actions.end_position(first, valid_to=TODAY, by=cast.system, now=NOW)
    assert grant(TODAY).valid_from == TODAY


def test_a_unit_does_not_hang_below_itself_and_its_tree_moves_along(cast: Cast) -> None:
    team = unit(cast.authority, "Team", parent=cast.disability)
    with pytest.raises(ValueError, match="under sig selv"):
        actions.move_unit(cast.children_and_families, parent=team, by=cast.system, now=NOW)
    actions.move_unit(cast.children_and_families, parent=cast.it, by=cast.system, now=NOW)
    team.refresh_from_db()
    ids = (cast.it, cast.children_and_families, cast.disability, team)
    assert team.path == "".join(f"{u.pk}/" for u in ids)


def test_a_unit_does_not_move_to_another_authority(cast: Cast) -> None:
    other = unit(authority_named("Nabokøbing Kommune", code="0998"), "It")
    with pytest.raises(Refused):
        actions.move_unit(cast.it, parent=other, by=cast.system, now=NOW)
    with pytest.raises(Refused):
        actions.add_unit(
            cast.authority, "Ny", parent=other, valid_from=TODAY, by=cast.system, now=NOW
        )


def test_a_log_in_has_no_password_and_gives_no_django_permission(cast: Cast) -> None:
    assert not cast.anna.user.has_usable_password()
    assert not cast.anna.user.has_perm("people.delete_person")
    assert not person(cast.authority, "K", "L", "470190-0008", TODAY).users.exists()
