"""Fairness: a rule that strikes one group's good cases more is told with a warning."""

from random import Random

import pytest

from faelled.lib.dcr.contrast.bad import BadLabel
from faelled.lib.dcr.contrast.contrast import contrast, labelled
from faelled.lib.dcr.contrast.tests.making import Case, log_of, steps


def cases(*, uneven: bool) -> list[Case]:
    """Bad cases skip the hearing; where it is uneven, so do many good ones of the older."""
    rng, made = Random(5), []
    for number in range(240):
        bad, old = number % 3 == 0, number % 2 == 0
        skips = bad or (uneven and old and rng.random() < 0.4)
        order = "apply decide close" if skips else "apply hear decide close"
        about = {"good": "false" if bad else "true", "age": "old" if old else "young"}
        made.append(Case(steps(order), about))
    return made


def test_the_warning_names_the_group_and_the_difference() -> None:
    log = log_of(cases(uneven=True))
    found = contrast(labelled(log, "not(good)", without=["age"]), protected=["age"])
    [warning] = [one for one in found.rules[0].uneven if one.warns and one.wrongly]
    assert (warning.attribute, warning.group) == ("age", "old")
    assert warning.share > 0.25 and warning.others == 0.0
    assert 0 < warning.low < warning.share < warning.high
    assert any(one.warns for one in found.uneven)


def test_an_even_rule_is_not_warned_of() -> None:
    log = log_of(cases(uneven=False))
    found = contrast(labelled(log, "not(good)", without=["age"]), protected=["age"])
    assert found.rules and not any(one.warns for one in found.rules[0].uneven)


def test_a_protected_attribute_must_be_there() -> None:
    with pytest.raises(BadLabel, match="»sex«"):
        contrast(labelled(log_of(cases(uneven=False)), "not(good)"), protected=["sex"])
