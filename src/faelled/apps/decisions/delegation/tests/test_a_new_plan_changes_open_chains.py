"""A new plan re-derives the chains under way, shows the difference, and keeps what counts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.delegation.actions import follow_draft, follow_plan, put_in_force
from faelled.apps.decisions.delegation.models import ChainBasis
from faelled.apps.decisions.delegation.previewing import changes_under
from faelled.apps.decisions.delegation.tests.house import GRANTED, House, a_plan
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.tests.matter import at_the_page
from faelled.base.audit.models import Entry
from tests.cast import worker

LOWER = a_plan(5_000, "2")


def test_before_it_holds_one_sees_which_chains_change_and_how(house: House) -> None:
    house.in_force()
    chain, other = house.sent(house.drafted("8.000")), house.sent(house.drafted("3.000"))
    version = house.uploaded(LOWER)
    (change,) = changes_under(version, now=house.now).changes
    assert change.chain == chain
    assert change.lines == (
        "Regel: reglen »small« (afsnit 2.1) → reglen »large« (afsnit 2.2)",
        "Skal nu også spørges: direktør",
        "Kopi til: Jurist",
    )
    assert house.steps(chain) == house.steps(other) == [["Bo Lind"]]


def test_when_it_holds_the_chain_gets_the_new_approver(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.in_force(LOWER)
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    house.approves(chain, house.cast.bo)
    assert chain.state == "open" and house.waits(chain) == ["Lise Krogh"]
    house.approves(chain, house.lise)
    assert chain.state == "approved"


def test_a_chain_that_is_the_same_by_both_plans_is_left_in_peace(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("3.000"))
    seq = chain.seq
    house.in_force(LOWER)
    chain.refresh_from_db()
    assert (chain.seq, house.steps(chain)) == (seq, [["Bo Lind"]])
    assert chain.bases.order_by("-pk").first().version.own_version == "2"  # type: ignore[union-attr]


def test_an_approval_that_still_counts_is_kept(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("20.000"))
    house.approves(chain, house.cast.bo)
    house.in_force(LOWER.replace("direktør".encode(), b"borgmester").replace(b"Jurist", b"Ingen"))
    # Nobody is mayor yet: the chain stands as it was, and says so.
    assert house.waits(chain) == ["Lise Krogh"]
    basis = chain.bases.order_by("-pk").first()
    assert basis is not None and "Ingen kan være »borgmester«" in basis.problem
    mayor = worker(
        house.chained.cast.children_and_families.parent,  # type: ignore[arg-type]
        "Mette Borg",
        role="manager",
        leads=True,
        now=house.chained.office.start,
    )
    mayor.employee.positions.update(title="Borgmester")
    follow_plan(by=house.cast.system, now=house.tick())
    chain.refresh_from_db()
    assert house.steps(chain) == [["Bo Lind"], ["Mette Borg"]]
    assert house.waits(chain) == ["Mette Borg"]
    house.approves(chain, mayor)
    assert chain.state == "approved"


def test_one_who_is_not_needed_any_more_is_let_out(house: House) -> None:
    house.in_force(a_plan(1_000))
    chain = house.sent(house.drafted("8.000"))
    house.in_force(a_plan(10_000, "2"))
    assert house.steps(chain) == [["Bo Lind"]]
    house.approves(chain, house.cast.bo)
    assert chain.state == "approved"


def test_when_all_who_are_needed_have_said_yes_the_last_of_them_still_lets_it_take_effect(
    house: House,
) -> None:
    house.in_force(a_plan(1_000))
    chain = house.sent(house.drafted("8.000"))
    house.approves(chain, house.cast.bo)
    house.in_force(a_plan(10_000, "2"))
    chain.refresh_from_db()
    assert chain.state == "open" and house.waits(chain) == ["Bo Lind"]
    house.approves(chain, house.cast.bo)
    assert chain.state == "approved"


def test_old_and_new_rule_are_in_the_log_and_the_responsible_reads_why(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.in_force(LOWER)
    entry = Entry.objects.filter(stream=chain.ref, action="chain.derive").latest("pk")
    for said in ("small", "large"):
        assert said in entry.detail
    basis = ChainBasis.objects.filter(chain=chain).latest("pk")
    assert basis.made_by_name == "Hans Juhl" and "Skal nu også spørges: direktør" in basis.changes
    act = chain.acts.get(verb="change")
    assert act.comment.startswith("Kompetenceplanen er ændret til version 2.")
    assert "Skal nu også spørges: direktør" in act.comment


def test_a_chain_begun_before_there_was_a_plan_is_left_as_it_is(house: House) -> None:
    step = house.chained.step(house.cast.bo)
    chain = house.chained.started(step, case=house.drafted("8.000"), by=house.cast.anna)
    house.in_force(LOWER)
    assert house.steps(chain) == [["Bo Lind"]] and not chain.bases.exists()


def test_a_plan_for_a_later_day_is_followed_on_that_day(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    later = house.now + timedelta(days=3)
    house.in_force(LOWER, day=house.today + timedelta(days=3))
    assert follow_plan(by=house.cast.system, now=house.tick()) == []
    assert [one.chain for one in follow_plan(by=house.cast.system, now=later)] == [chain]
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    assert follow_plan(by=house.cast.system, now=later) == []


def test_a_chain_that_is_over_is_not_touched(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.approves(chain, house.cast.bo)
    house.in_force(LOWER)
    assert chain.state == "approved" and chain.bases.count() == 1


def test_the_old_plan_coming_back_changes_them_back(house: House) -> None:
    first = house.in_force()
    chain = house.sent(house.drafted("8.000"))
    house.in_force(LOWER)
    put_in_force(first, valid_from=house.today, by=house.actor(house.hans), now=house.tick())
    assert house.steps(chain) == [["Bo Lind"]]


def redrafted(house: House, chain: Chain, amount: str) -> None:
    """Bo sends it back, and Anna writes another amount."""
    house.chained.act(chain, house.cast.bo, "return", "Beløbet er et andet.")
    assert chain.case is not None
    anna = house.actor(house.cast.anna)
    house.chained.office.do(
        chain.case, anna, "draft", {**GRANTED, "amount": amount}, now=house.tick()
    )
    chain.refresh_from_db()
    house.chained.act(chain, house.cast.anna, "revise")


def test_a_draft_with_another_amount_needs_another_chain(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    redrafted(house, chain, "20.000")
    with pytest.raises(ChainError, match="Det mangler: Lise Krogh"):
        house.approves(chain, house.cast.bo)
    page = at_the_page(house.cast.anna)
    case_url = reverse("cases:case", kwargs={"uuid": chain.case.uuid})  # type: ignore[union-attr]
    assert "kæden passer ikke længere" in page.get(case_url).content.decode()
    page.post(f"/kompetence/sag/{chain.case.uuid}/approve/tilpas/")  # type: ignore[union-attr]
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    assert "Udkastet er ændret" in chain.acts.get(verb="change").comment
    assert "kæden passer ikke længere" not in page.get(case_url).content.decode()
    chain.refresh_from_db()
    house.approves(chain, house.cast.bo)
    house.approves(chain, house.lise)
    assert chain.state == "approved"


def test_the_job_lets_a_chain_follow_its_draft_at_night(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    redrafted(house, chain, "20.000")
    assert len(follow_plan(by=house.cast.system, now=house.tick())) == 1
    assert house.steps(chain) == [["Bo Lind"], ["Lise Krogh"]]
    assert follow_plan(by=house.cast.system, now=house.tick()) == []


def test_carla_cannot_let_a_chain_follow(house: House) -> None:
    house.in_force()
    chain = house.sent(house.drafted("8.000"))
    with pytest.raises(ChainError, match="Du arbejder ikke"):
        follow_draft(chain, by=house.actor(house.cast.carla), now=house.tick())
    address = f"/kompetence/sag/{chain.case.uuid}/approve/tilpas/"  # type: ignore[union-attr]
    assert at_the_page(house.cast.carla).post(address).status_code == 404
