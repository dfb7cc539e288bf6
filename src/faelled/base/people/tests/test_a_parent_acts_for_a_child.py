"""Parental authority, guardians and the ages the law names (all dated)."""

from datetime import date, datetime, timedelta

import pytest

from faelled.base.access.actor import ANONYMOUS
from faelled.base.access.refusals import Refused
from faelled.base.people import actions
from faelled.base.people.actors import actor_for
from faelled.base.people.ages import (
    AGE_RULES,
    AgeRule,
    NoSuchRuleError,
    age_on,
    age_rule,
    has_reached,
)
from faelled.base.people.dated import OverlapError
from faelled.base.people.models import Custody, GuardianScope, Person, User
from faelled.lib.dates import COPENHAGEN
from tests.cast import NOW, SINCE, Cast, authority_named, citizen, person


@pytest.mark.django_db
def test_both_holders_act_for_emil_and_emil_for_himself(cast: Cast) -> None:
    for parent in (cast.dorthe, cast.esben):
        assert cast.actor(parent).represents == {parent.person.pk, cast.emil.pk}


@pytest.mark.django_db
def test_custody_that_ends_ends_for_the_one_who_lost_it(cast: Cast) -> None:
    row = Custody.objects.get(holder=cast.esben.person)
    actions.end_custody(row, valid_to=date(2026, 5, 4), by=cast.actor(cast.anna), now=NOW)
    assert cast.actor(cast.esben).represents == {cast.esben.person.pk}
    assert cast.emil.pk in cast.actor(cast.dorthe).represents


@pytest.mark.django_db
def test_on_the_eighteenth_birthday_nobody_acts_for_emil(cast: Cast) -> None:
    birthday = datetime(2036, 2, 14, tzinfo=COPENHAGEN)
    before = cast.actor(cast.dorthe, birthday - timedelta(seconds=1))
    assert cast.emil.pk in before.represents
    assert cast.emil.pk not in cast.actor(cast.dorthe, birthday).represents


@pytest.mark.django_db
def test_a_child_without_a_birth_date_or_life_is_represented_by_nobody(cast: Cast) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(deceased_on=date(2026, 1, 1))
    assert cast.emil.pk not in cast.actor(cast.dorthe).represents
    Person.objects.filter(pk=cast.emil.pk).update(deceased_on=None, birth_date=None)
    assert cast.emil.pk not in cast.actor(cast.dorthe).represents


@pytest.mark.django_db
@pytest.mark.parametrize("scope", list(GuardianScope))
def test_a_guardian_for_everything_acts_in_everything_others_case_by_case(
    cast: Cast, scope: GuardianScope
) -> None:
    hanne = citizen(cast.authority, "Hanne", "Krog", "430170-0004", date(1970, 1, 13))
    ward = person(cast.authority, "Ib", "Krog", "440140-0005", date(1940, 1, 14))
    actions.add_guardian(ward, hanne.person, scope=scope, valid_from=SINCE, by=cast.system, now=NOW)
    acts = ward.pk in cast.actor(hanne).represents
    assert acts is (scope is GuardianScope.BOTH)


@pytest.mark.django_db
def test_the_same_custody_is_not_written_twice_for_the_same_days(cast: Cast) -> None:
    with pytest.raises(OverlapError, match=r"gælder fra 14\.02\.2018"):
        actions.grant_custody(
            cast.emil, cast.dorthe.person, valid_from=SINCE, by=cast.system, now=NOW
        )


@pytest.mark.django_db
def test_custody_never_crosses_authorities(cast: Cast) -> None:
    other = authority_named("Nabokøbing Kommune", code="0998")
    stranger = person(other, "Dorthe", "Friis", "410384-0002", date(1984, 3, 11))
    with pytest.raises(Refused):
        actions.grant_custody(cast.emil, stranger, valid_from=SINCE, by=cast.system, now=NOW)


def test_each_age_stands_with_its_section() -> None:
    table = {rule.key: (rule.years, rule.act, rule.section) for rule in AGE_RULES}
    assert table == {
        "child-may-complain": (10, "barnets lov", "§ 145"),
        "own-health-consent": (15, "sundhedsloven", "§ 17, stk. 1"),
        "of-age": (18, "værgemålsloven", "§ 1, stk. 1"),
    }


def test_a_new_age_is_a_new_row_and_the_old_holds_until_then() -> None:
    rules = (
        AgeRule("of-age", 18, "a", "§ 1", date(1997, 1, 1), date(2030, 1, 1)),
        AgeRule("of-age", 17, "b", "§ 2", date(2030, 1, 1)),
    )
    assert age_rule("of-age", date(2029, 12, 31), rules).years == 18
    assert age_rule("of-age", date(2030, 1, 1), rules).years == 17
    with pytest.raises(NoSuchRuleError):
        age_rule("of-age", date(1990, 1, 1), rules)


def test_an_age_is_reached_on_the_birthday() -> None:
    born = date(2016, 5, 4)
    assert not has_reached("child-may-complain", born, date(2026, 5, 3))
    assert has_reached("child-may-complain", born, date(2026, 5, 4))
    assert age_on(date(2012, 2, 29), date(2022, 2, 28)) == 9
    assert age_on(date(2012, 2, 29), date(2022, 3, 1)) == 10


@pytest.mark.django_db
def test_the_log_in_of_one_who_has_died_is_nobody_s(cast: Cast) -> None:
    cast.dorthe.person.deceased_on = NOW.date()
    cast.dorthe.person.save()
    user = User.objects.get(public_id=cast.dorthe.id)
    assert actor_for(user, NOW) == ANONYMOUS
