"""Frida proposes, Bo approves: never one alone, never for oneself, and taking away is at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.refusals import Refused
from faelled.base.audit.models import Entry
from faelled.base.people import actions
from faelled.base.people.actors import actor_on_behalf
from faelled.base.people.grants import (
    CAPABILITY_WORDS,
    capability_words,
    deciders_of,
    may_decide,
    words_of,
)
from faelled.base.people.models import (
    DeskRole,
    Duty,
    GrantKind,
    GrantProposal,
    GrantState,
    Mandate,
    Position,
)
from tests.cast import NOW, Cast, Worker, authority_named, unit, worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
REASON = "Hun overtager Gittes sager."


def propose(
    cast: Cast,
    who: Worker,
    kind: GrantKind = GrantKind.POSITION,
    *,
    by: Actor | None = None,
    **terms: Any,
) -> GrantProposal:
    if kind is GrantKind.POSITION:
        terms = {"unit": cast.disability.pk, "role": "reviewer", **terms}
    return actions.propose_grant(
        who.employee, kind, terms=terms, reason=REASON, by=by or cast.actor(cast.frida), now=NOW
    )


def roles_of(cast: Cast, who: Worker) -> frozenset[str]:
    return cast.actor(who).roles


def test_it_holds_only_when_bo_has_approved(cast: Cast) -> None:
    proposal = propose(cast, cast.anna)
    assert roles_of(cast, cast.anna) == {"caseworker"}
    actions.approve_grant(proposal, by=cast.actor(cast.bo), now=NOW)
    assert roles_of(cast, cast.anna) == {"caseworker", "reviewer"}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (GrantState.GRANTED, "Bo Lind")


def test_bo_proposes_for_his_own_people_and_frida_approves(cast: Cast) -> None:
    proposal = propose(cast, cast.anna, by=cast.actor(cast.bo))
    actions.approve_grant(proposal, by=cast.actor(cast.frida), now=NOW)
    assert "reviewer" in roles_of(cast, cast.anna)


@pytest.mark.parametrize("who", ["anna", "carla", "erik"])
def test_others_propose_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        propose(cast, cast.anna, by=cast.actor(getattr(cast, who)))
    assert not GrantProposal.objects.exists()


def test_who_proposed_does_not_approve(cast: Cast) -> None:
    for by in (cast.actor(cast.frida), cast.actor(cast.bo)):
        proposal = propose(cast, cast.anna, by=by)
        with pytest.raises(Refused, match="selv har lavet"):
            actions.approve_grant(proposal, by=by, now=NOW)
    assert roles_of(cast, cast.anna) == {"caseworker"}


def test_who_gets_it_does_not_approve(cast: Cast) -> None:
    ulla = worker(cast.it, "Ulla Skov", role="administrator", can=(Capability.MANAGE_PEOPLE,))
    proposal = propose(cast, ulla)
    with pytest.raises(Refused, match="dig selv"):
        actions.approve_grant(proposal, by=cast.actor(ulla), now=NOW)


def test_who_proposed_for_bo_does_not_approve_in_his_name_nor_he(cast: Cast) -> None:
    """Erik proposes on behalf of Bo: neither of the two decides afterwards."""
    actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1),
        by=cast.actor(cast.bo),
        now=NOW,
    )
    for_bo = actor_on_behalf(cast.erik.user, cast.bo.id, NOW)
    assert for_bo is not None
    proposal = propose(cast, cast.anna, by=for_bo)
    assert proposal.proposed_by == "Erik Munk på vegne af Bo Lind"
    for by in (for_bo, cast.actor(cast.erik), cast.actor(cast.bo)):
        with pytest.raises(Refused):
            actions.approve_grant(proposal, by=by, now=NOW)


@pytest.mark.parametrize("who", ["anna", "carla", "erik", "dorthe"])
def test_others_do_not_decide(cast: Cast, who: str) -> None:
    proposal = propose(cast, cast.anna)
    by = cast.actor(getattr(cast, who))
    with pytest.raises(Refused):
        actions.approve_grant(proposal, by=by, now=NOW)
    with pytest.raises(Refused):
        actions.return_grant(proposal, comment="Nej", by=by, now=NOW)
    with pytest.raises(Refused):
        actions.withdraw_grant(proposal, by=by, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == GrantState.WAITING


def test_returned_with_a_comment_it_is_changed_before_it_can_be_approved(cast: Cast) -> None:
    proposal, bo = propose(cast, cast.anna), cast.actor(cast.bo)
    with pytest.raises(ValueError, match="hvorfor"):
        actions.return_grant(proposal, comment=" ", by=bo, now=NOW)
    actions.return_grant(proposal, comment="Kun til sommer.", by=bo, now=NOW)
    with pytest.raises(Refused):
        actions.approve_grant(proposal, by=bo, now=NOW)
    changed = actions.change_grant(
        proposal,
        terms={**proposal.terms, "valid_to": "2026-07-01"},
        reason=REASON,
        by=cast.actor(cast.frida),
        now=NOW,
    )
    assert changed.comment == "Kun til sommer."
    actions.approve_grant(changed, by=bo, now=NOW)
    assert Position.objects.get(role="reviewer").valid_to == date(2026, 7, 1)


def test_withdrawn_it_cannot_be_approved_and_given_it_cannot_be_given_again(cast: Cast) -> None:
    bo = cast.actor(cast.bo)
    first, second = propose(cast, cast.anna), propose(cast, cast.anna, role="other")
    actions.withdraw_grant(first, by=cast.actor(cast.frida), now=NOW)
    actions.approve_grant(second, by=bo, now=NOW)
    for proposal in (first, second):
        with pytest.raises(Refused):
            actions.approve_grant(proposal, by=bo, now=NOW)
    assert Position.objects.filter(employee=cast.anna.employee).count() == 2


def test_it_never_holds_back_in_time(cast: Cast) -> None:
    proposal = propose(cast, cast.anna, valid_from="2026-01-01")
    later = NOW + timedelta(days=3)
    actions.approve_grant(proposal, by=cast.actor(cast.bo, later), now=later)
    assert Position.objects.get(role="reviewer").valid_from == date(2026, 5, 7)


def test_a_right_that_was_given_meanwhile_is_refused_in_words(cast: Cast) -> None:
    first, second = propose(cast, cast.anna), propose(cast, cast.anna)
    actions.approve_grant(first, by=cast.actor(cast.bo), now=NOW)
    with pytest.raises(ValueError, match="allerede en registrering"):
        actions.approve_grant(second, by=cast.actor(cast.bo), now=NOW)
    second.refresh_from_db()
    assert second.state == GrantState.WAITING


def test_a_named_right_a_duty_a_mandate_and_all_pages_are_given_the_same_way(cast: Cast) -> None:
    bo = cast.actor(cast.bo)
    cast.anna.employee.leadership_only = True
    cast.anna.employee.save()
    position = cast.anna.employee.positions.get()
    given: dict[GrantKind, dict[str, Any]] = {
        GrantKind.CAPABILITY: {"position": position.pk, "capability": "break-glass"},
        GrantKind.MANDATE: {
            "kle_pattern": "99.00",
            "decision_type": "bevilling",
            "amount_max": "50000",
        },
        GrantKind.ALL_PAGES: {},
    }
    for kind, terms in given.items():
        actions.approve_grant(propose(cast, cast.anna, kind, **terms), by=bo, now=NOW)
    duty = propose(
        cast, cast.carla, GrantKind.DESK_ROLE, leader=cast.bo.employee.pk, duty="gatekeeper"
    )
    actions.approve_grant(duty, by=bo, now=NOW)
    anna = cast.actor(cast.anna)
    assert anna.can(Capability.BREAK_GLASS)
    assert Mandate.objects.get().amount_max == 50_000
    assert DeskRole.objects.get().duty == Duty.GATEKEEPER
    cast.anna.employee.refresh_from_db()
    assert not cast.anna.employee.leadership_only


@pytest.mark.parametrize(
    ("kind", "terms", "said"),
    [
        (GrantKind.POSITION, {"unit": "999999"}, "Vælg en enhed"),
        (GrantKind.POSITION, {"role": " "}, "rolle"),
        (GrantKind.POSITION, {"valid_from": "2026-06-01", "valid_to": "2026-06-01"}, "slutte"),
        (GrantKind.CAPABILITY, {"position": "1", "capability": "fly"}, "Vælg"),
        (GrantKind.CAPABILITY, {"position": "²", "capability": "break-glass"}, "stilling"),
        (GrantKind.DESK_ROLE, {"leader": "", "duty": "gatekeeper"}, "leder"),
        (GrantKind.MANDATE, {"kle_pattern": "", "decision_type": "x"}, "emne"),
        (GrantKind.ALL_PAGES, {}, "allerede adgang"),
    ],
)
def test_what_cannot_be_given_is_said_in_words(
    cast: Cast, kind: GrantKind, terms: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        propose(cast, cast.anna, kind, **terms)


def test_no_right_comes_from_another_authority_s_unit(cast: Cast) -> None:
    other = unit(authority_named("Nabokøbing Kommune", code="0998"), "It")
    with pytest.raises(ValueError, match="Vælg en enhed"):
        propose(cast, cast.anna, unit=other.pk)


def names(cast: Cast, proposal: GrantProposal) -> dict[str, str]:
    return {one.employee.name: one.reason for one in deciders_of(proposal, NOW)}


def test_one_sees_who_can_decide_and_why(cast: Cast) -> None:
    assert names(cast, propose(cast, cast.anna)) == {
        "Bo Lind": "manager i Børn og Familie, fordi ingen i Børnehandicap kan"
    }
    assert names(cast, propose(cast, cast.anna, by=cast.actor(cast.bo))) == {
        "Frida Beck": "Administrerer medarbejdere"
    }


def test_when_the_leader_is_away_the_stand_in_decides(cast: Cast) -> None:
    proposal = propose(cast, cast.anna)
    assert not may_decide(cast.actor(cast.erik), proposal, NOW)
    actions.add_substitution(
        cast.bo.employee,
        cast.erik.employee,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1),
        by=cast.actor(cast.bo),
        now=NOW,
    )
    assert names(cast, proposal) == {"Erik Munk": "Stedfortræder for Bo Lind"}
    actions.approve_grant(proposal, by=cast.actor(cast.erik), now=NOW)
    assert "reviewer" in roles_of(cast, cast.anna)


def test_a_leader_s_own_right_goes_to_the_leader_above(cast: Cast) -> None:
    top = unit(cast.authority, "Direktionen")
    hans = worker(top, "Hans Bro", role="director", leads=True)
    actions.move_unit(cast.children_and_families, parent=top, by=cast.actor(cast.frida), now=NOW)
    cast.children_and_families.refresh_from_db()
    proposal = propose(cast, cast.bo, unit=cast.children_and_families.pk)
    assert list(names(cast, proposal)) == ["Hans Bro"]
    actions.approve_grant(proposal, by=cast.actor(hans), now=NOW)
    assert "reviewer" in roles_of(cast, cast.bo)


def test_taking_away_is_at_once_and_by_one(cast: Cast) -> None:
    position = cast.anna.employee.positions.get()
    actions.end_position(position, valid_to=TODAY, by=cast.actor(cast.frida), now=NOW)
    assert cast.actor(cast.anna).authority_id == 0


def test_a_line_says_what_it_is_and_the_log_who(cast: Cast) -> None:
    proposal = propose(cast, cast.anna, title="Teamkoordinator", leads=True)
    said = "Teamkoordinator i Børnehandicap, som leder, fra 04.05.2026"
    assert words_of(proposal) == said
    actions.approve_grant(proposal, by=cast.actor(cast.bo), now=NOW)
    found = dict(Entry.objects.filter(action__contains="grant").values_list("action", "actor_id"))
    assert found["propose-grant"] == cast.frida.id
    assert found["approve-grant"] == cast.bo.id
    entries = Entry.objects.filter(action__endswith="-grant")
    assert all(REASON not in entry.detail for entry in entries)


def test_every_named_right_has_words_and_can_be_proposed() -> None:
    assert set(CAPABILITY_WORDS) == set(Capability)
    assert all(capability_words(one.value) != one.value for one in Capability)
