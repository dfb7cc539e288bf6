"""Something is made to set the bad cases apart, and is found; in noise nothing is."""

from random import Random

import pytest

from faelled.lib.dcr.contrast.contrast import Contrast, contrast, labelled
from faelled.lib.dcr.contrast.rule import Aspect
from faelled.lib.dcr.contrast.tests.making import Case, log_of, steps

BAD = "not(good)"


def shuffled(rng: Random) -> str:
    middle = ["b", "c", "d", "e"]
    rng.shuffle(middle)
    return " ".join(["a", *middle[: rng.randint(2, 4)]])


def found(cases: list[Case]) -> Contrast:
    return contrast(labelled(log_of(cases), BAD))


def label(rng: Random, *, bad: bool, noise: float = 0.05) -> dict[str, str]:
    wrong = rng.random() < noise
    return {"good": "false" if bad != wrong else "true"}


def test_an_order_of_steps_is_found_with_its_relation() -> None:
    rng, cases = Random(1), []
    for number in range(160):
        bad = number % 3 == 0
        order = "hear decide" if not bad else "decide hear"
        middle = shuffled(rng)
        cases.append(Case(steps(f"{middle} {order}"), label(rng, bad=bad)))
    [rule] = found(cases).rules
    assert rule.rule.sentence == "»decide« sker først, når »hear« er sket."
    assert rule.rule.arrows == ("hear -->* decide",)
    assert rule.evidence.q < 1e-9 and rule.evidence.stable == 5
    assert rule.evidence.confidence > 0.8 and rule.evidence.lift > 2
    assert rule.evidence.in_time == 1.0


def test_many_hands_are_found_and_nobody_is_named() -> None:
    rng, cases = Random(2), []
    people = [f"person-{number}" for number in range(12)]
    for number in range(160):
        bad = number % 4 == 0
        hands = rng.sample(people, 4 if bad else rng.randint(1, 2))
        order = shuffled(rng) + " f g"
        who = " ".join(hands + rng.choices(hands, k=4))
        cases.append(Case(steps(order, who), {**label(rng, bad=bad), "owner": rng.choice(people)}))
    rules = found(cases).rules
    assert rules[0].rule.aspect is Aspect.WHO
    assert "personer arbejder" in rules[0].rule.sentence
    tried = labelled(log_of(cases), BAD).table.rules
    assert not any(person in rule.sentence for rule in tried for person in people)


def test_a_threshold_in_the_data_is_found() -> None:
    rng, cases = Random(3), []
    for _ in range(160):
        amount = rng.randint(0, 1000)
        about = {**label(rng, bad=amount > 700), "amount": str(amount)}
        cases.append(Case(steps(shuffled(rng)), about))
    [rule] = found(cases).rules
    assert rule.rule.aspect is Aspect.DATA
    assert rule.rule.sentence.startswith("»amount« er højst 7")


def test_a_case_that_lies_still_is_found() -> None:
    rng, cases = Random(4), []
    for number in range(160):
        bad = number % 4 == 0
        hours, made = 0.0, []
        for word in shuffled(rng).split():
            made.append((word, "x", hours))
            hours += rng.uniform(1, 20)
        if bad:
            made[-1] = (made[-1][0], "x", made[-2][2] + rng.uniform(200, 300))
        cases.append(Case(made, label(rng, bad=bad)))
    assert found(cases).rules[0].rule.kind == "gap"
    only_order = labelled(log_of(cases), "duration > p75(duration)").table.rules
    assert not {"gap", "delay"} & {rule.kind for rule in only_order}


@pytest.mark.parametrize("seed", range(4))
def test_in_noise_nothing_is_found(seed: int) -> None:
    rng, cases = Random(seed), []
    for _ in range(120):
        about = {
            "good": rng.choice(["true", "false"]),
            "channel": rng.choice(["Post", "Desk"]),
            "amount": str(rng.randint(0, 1000)),
        }
        who = " ".join(rng.choice("xyz") for _ in range(5))
        cases.append(Case(steps(shuffled(rng), who), about))
    told = found(cases)
    assert told.tried > 300 and told.rules == ()
    assert (told.stopped, told.struck) == (0, 0)
    assert contrast(labelled(log_of(cases), BAD), level=1.0).rules != ()


def test_a_rule_may_be_asked_of_some_cases_only() -> None:
    rng, cases = Random(6), []
    for _ in range(240):
        channel, hands = rng.choice(["Post", "Desk"]), rng.randint(1, 3)
        who = " ".join(rng.sample("uvwxyz", hands))
        bad = channel == "Post" and hands > 1
        cases.append(Case(steps("a b c d", who), {**label(rng, bad=bad), "channel": channel}))
    rule = found(cases).rules[0].rule
    assert rule.sentence == "Når »channel« er »Post«: kun én person arbejder på sagen."
    assert rule.arrows == ()


def test_what_is_missing_and_what_must_be_are_said() -> None:
    rng, missing, wrong = Random(8), [], []
    for _ in range(160):
        channel = rng.choice(["Post", "Desk", "Web", "Web", ""])
        about = {"channel": channel, **label(rng, bad=channel == "")}
        missing.append(Case(steps(shuffled(rng)), about))
        wrong.append(Case(steps(shuffled(rng)), {**about, **label(rng, bad=channel in "PostDesk")}))
    assert found(missing).rules[0].rule.sentence == "»channel« er udfyldt."
    some = [case for case in wrong if case.about["channel"]]
    assert found(some).rules[0].rule.sentence == "»channel« er »Web«."
