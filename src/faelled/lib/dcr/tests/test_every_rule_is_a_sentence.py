"""A jurist reads the rules as Danish sentences, guards and answers included."""

import pytest

from faelled.lib.dates import Duration
from faelled.lib.dcr import Event, Field, FieldType, Graph, Group, Initial, Kind, Option, Relation
from faelled.lib.dcr.guard_words import expression_in_words
from faelled.lib.dcr.wording import alike, rule_in_words

ANSWERS = (Option("yes", "Bevilget"), Option("no", "Afslag"))
OUTCOME = Field("outcome", "Udfald", FieldType.CHOICE, options=ANSWERS)
HOURS = Field("hours", "Timer", FieldType.INTEGER)
HOME = Field("home", "Hjemme?", FieldType.BOOLEAN)
GRAPH = Graph(
    "g",
    "1",
    "G",
    events=(
        Event(
            "apply",
            "Søg",
            fields=(HOURS, HOME),
        ),
        Event("decide", "Afgør", parent="work", fields=(OUTCOME,)),
        Event("amount", "Beløb", scalar=True, fields=(Field("value", "Beløb", FieldType.AMOUNT),)),
    ),
    groups=(Group("work", "Behandling"),),
    initial=Initial(values={"limit": 3}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Relation(Kind.CONDITION, "apply", "decide"), "»Afgør« kan først ske, når »Søg« er sket."),
        (
            Relation(Kind.CONDITION, "apply", "decide", delay=Duration(days=14)),
            "»Afgør« kan først ske, når »Søg« er sket, og der er gået 2 uger.",
        ),
        (
            Relation(Kind.CONDITION, "apply", "decide", delay_from="limit"),
            "»Afgør« kan først ske, når »Søg« er sket, og den tid er gået, som står i »limit«.",
        ),
        (
            Relation(Kind.CONDITION, "work", "amount"),
            "»Beløb« kan først ske, når alle trin i »Behandling« er sket.",
        ),
        (
            Relation(Kind.RESPONSE, "apply", "decide", deadline=Duration(working_days=7)),
            "Når »Søg« er sket, skal »Afgør« ske inden 7 arbejdsdage.",
        ),
        (
            Relation(Kind.RESPONSE, "apply", "decide", deadline_from="limit", restart=True),
            (
                "Når »Søg« er sket, skal »Afgør« ske inden den tid, som står i »limit«, "
                "og fristen begynder forfra."
            ),
        ),
        (Relation(Kind.RESPONSE, "apply", "apply"), "Når »Søg« er sket, skal det ske igen."),
        (
            Relation(Kind.MILESTONE, "apply", "decide"),
            "»Afgør« kan ikke ske, så længe »Søg« mangler at ske.",
        ),
        (
            Relation(Kind.EXCLUDE, "work", "work"),
            (
                "Når et trin i »Behandling« er sket, er alle trin i »Behandling« ikke længere "
                "en del af sagen."
            ),
        ),
        (Relation(Kind.EXCLUDE, "apply", "apply"), "Når »Søg« er sket, kan det ikke ske igen."),
        (
            Relation(Kind.INCLUDE, "apply", "decide", guard="apply.hours > 10.5"),
            "Hvis »Timer« er mere end 10,5: når »Søg« er sket, er »Afgør« en del af sagen.",
        ),
        (
            Relation(Kind.CANCEL, "apply", "decide"),
            "Når »Søg« er sket, er der ikke længere pligt til »Afgør«.",
        ),
        (
            Relation(Kind.UPDATE, "apply", "amount", value="apply.hours * 1000"),
            "Når »Søg« er sket, bliver »Beløb« sat til »Timer« * 1.000.",
        ),
        (
            Relation(Kind.SPAWN, "apply", "decide"),
            "Hver gang »Søg« er sket, begynder et nyt forløb af »Afgør«.",
        ),
    ],
)
def test_a_rule_is_a_sentence(rule: Relation, sentence: str) -> None:
    assert rule_in_words(GRAPH, rule) == sentence


def test_rules_that_differ_only_in_their_steps_are_one_sentence() -> None:
    rules = [
        Relation(Kind.EXCLUDE, "apply", "decide"),
        Relation(Kind.EXCLUDE, "apply", "amount"),
        Relation(Kind.EXCLUDE, "apply", "apply"),
        Relation(Kind.MILESTONE, "apply", "decide"),
        Relation(Kind.MILESTONE, "amount", "decide"),
    ]
    assert [rule_in_words(GRAPH, *same) for same in alike(rules)] == [
        "Når »Søg« er sket, er »Afgør« og »Beløb« ikke længere en del af sagen.",
        "Når »Søg« er sket, kan det ikke ske igen.",
        "»Afgør« kan ikke ske, så længe »Søg« eller »Beløb« mangler at ske.",
    ]


def test_a_field_may_be_named_by_its_bare_id_within_its_own_step() -> None:
    apply = GRAPH.event("apply")
    assert expression_in_words(GRAPH, "home and hours > 1", apply) == (
        "»Hjemme?« er ja og »Timer« er mere end 1"
    )


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        ("decide.outcome = 'yes'", "»Udfald« er »Bevilget«"),
        ("not(decide.outcome = 'yes')", "»Udfald« ikke er »Bevilget«"),
        ("decide.outcome in ['yes', 'no']", "»Udfald« er en af »Bevilget« eller »Afslag«"),
        ("decide.outcome = 'other'", "»Udfald« er »other«"),
        ("apply.home", "»Hjemme?« er ja"),
        ("!apply.home && apply.hours >= 3", "»Hjemme?« er nej og »Timer« er mindst 3"),
        ("not(apply.hours < 3)", "»Timer« er mindst 3"),
        ("not(given(apply.hours))", "»Timer« ikke er udfyldt"),
        ("given(apply.hours)", "»Timer« er udfyldt"),
        ("not(apply.home or amount > 1)", "ikke (»Hjemme?« er ja eller »Beløb« er mere end 1)"),
        ("amount = true", "»Beløb« er ja"),
        ("amount - (limit + 1) > -2", "»Beløb« - (»limit« + 1) er mere end minus 2"),
        ("max(amount, limit) < 3", "det største af »Beløb«, »limit« er mindre end 3"),
        ("now > 2026-12-24", "nu er mere end 24. december 2026"),
        ("amount = P14D", "»Beløb« er 2 uger"),
        ("amount >", "amount >"),
    ],
)  # fmt: skip
def test_an_expression_is_said_with_the_labels_of_its_fields(guard: str, words: str) -> None:
    assert expression_in_words(GRAPH, guard) == words
