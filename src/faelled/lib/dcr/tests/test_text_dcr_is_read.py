"""Text DCR: events, data, guards, spawning, templates, loops and choices, as one graph."""

from decimal import Decimal

import pytest

from faelled.lib.dcr.formats import native
from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.tdcr import loads
from faelled.lib.dcr.graph import EventType, FieldType, Graph, Kind, Relation


def spawned(graph: Graph) -> list[tuple[str, str | None]]:
    return [(rule.target, rule.guard) for rule in graph.relations if rule.kind is Kind.SPAWN]


def test_marks_and_labels_become_the_marking() -> None:
    graph = loads("(a: Apply)[?] %(b: B)[?: Number] !(c: C)[?: String] ; a -->+ b a, b *--> c")
    assert graph.event("a").label == "Apply"
    assert graph.initial.included == {"a", "c"}
    assert set(graph.initial.pending) == {"c"}
    assert [(r.kind.value, r.source, r.target) for r in graph.relations] == [
        ("include", "a", "b"),
        ("response", "a", "c"),
        ("response", "b", "c"),
    ]


def test_every_arrow_is_known_with_a_guard_and_without() -> None:
    arrows = ("-->*", "*-->", "--><>", "-->+", "-->%")
    guarded = ("-[", "*-[", "-[", "-[", "-[")
    ends = ("]->*", "]->", "]-><>", "]->+", "]->%")
    plain = loads("(a: A)[?: Number] (b: B)[?] ; " + " ".join(f"a {sign} b" for sign in arrows))
    said = " ".join(
        f"a {one}a.value > 1 AND ~(a.value == 3){other} b"
        for one, other in zip(guarded, ends, strict=True)
    )
    under = loads("(a: A)[?: Number] (b: B)[?] ; " + said)
    assert [rule.kind for rule in plain.relations] == [rule.kind for rule in under.relations]
    assert {rule.guard for rule in under.relations} == {"((a > 1) and not((a == 3)))"}


def test_data_have_types_and_known_values() -> None:
    graph = loads(
        '(n: N)[1 + 2 * 3] (b: B)[true AND 0 > 1] (s: S)["x"] (r: R)[{ a: n.value, b: "y" }]'
        "(l: L)[[1, 2]] (i: I)[?: { id: Number, ok: Boolean }] (c: C)[i.value.id / 2]"
    )
    assert graph.initial.values == {
        "n": 7,
        "b": False,
        "s": "x",
        "r": {"a": 7, "b": "y"},
        "l": {"rows": ({"value": 1}, {"value": 2})},
    }
    kinds = [field.type for field in graph.event("i").fields]
    assert kinds == [FieldType.DECIMAL, FieldType.BOOLEAN]
    assert graph.event("c").computation == "(i.id / 2)"


def test_what_is_spawned_lies_in_a_template_and_reads_what_made_it() -> None:
    graph = loads(
        "(a: A)[?: { n: Number }] ; a -->> { (b: B)[@trigger.value.n] !(c: C)[?] ; b -->* c"
        " c -->> { (b: B)[@trigger.value] } }"
    )
    assert set(spawned(graph)) == {("a_spawn", None), ("c_spawn", None)}
    parents = {event.id: event.parent for event in graph.events}
    assert parents == {
        "a": None,
        "a_spawn": None,
        "b": "a_spawn",
        "c": "a_spawn",
        "c_spawn": "a_spawn",
        "b_2": "c_spawn",
    }
    assert graph.event("b").computation == "a_spawn.n"
    assert graph.event("a_spawn").type is EventType.TEMPLATE
    assert {"a_spawn", "c_spawn"} <= graph.initial.included
    assert native.loads(native.dumps(graph)) == graph


def test_a_choice_made_when_the_step_is_taken_guards_the_spawn() -> None:
    graph = loads(
        '(a: A)[?: String] ; a -[a.value != ""]->> { if @trigger.value == "x" { (b: B)[?] }'
        ' else { if @trigger.value == "y" { (c: C)[?] } } }'
    )
    assert [guard for _, guard in spawned(graph)] == [
        "((a != '')) and ((a == 'x'))",
        "((a != '')) and (not((a == 'x'))) and ((a == 'y'))",
        "((a != '')) and (not((a == 'x'))) and (not((a == 'y')))",
    ]
    assert [event.id for event in graph.events if event.type is EventType.ACTIVITY] == [
        "a",
        "b",
        "c",
    ]


def test_templates_are_used_and_give_steps_from_themselves() -> None:
    graph = loads(
        "tmpl both(e: A, n: Number = 2): A { (x: A)[?] ; e -[n > 1]->* x } => x ;"
        "(a: A)[?] ; both(e = a) => p both(e = p, n = 3) => q ; a -->% q"
    )
    assert graph.relations == (
        Relation(Kind.CONDITION, "a", "x", "true"),
        Relation(Kind.CONDITION, "x", "x_2", "true"),
        Relation(Kind.EXCLUDE, "a", "x_2"),
    )


def test_loops_and_choices_over_what_is_known_are_worked_out() -> None:
    graph = loads(
        "(a: A)[5] ; foreach i in @range(1, a.value) { if i > 3 { (d: D)[i] } }"
        ' foreach r in [{ n: "x", v: 1.5 }] { (e: E)[r.v] }'
    )
    assert graph.initial.values == {"a": 5, "d": 4, "d_2": 5, "e": Decimal("1.5")}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("(a: A)[?]\na -->* b", 2, "»b« findes ikke"),
        ("(a: A)[?]\na --> b", 2, "er ikke en pil"),
        ("(a: A)[?]\n(a: B)[?]", 2, "findes allerede"),
        ("\n(a: A)[1 +]", 2, "Her skulle stå"),
        ("(a: A)[1 + true]", 1, "kan ikke bruges"),
        ("(a: A)[1 / 0]", 1, "nul"),
        ("(a: A)[?]\nf(e = a)", 2, "»f« findes ikke"),
        ("tmpl f() { f() }\nf()", 1, "bruger sig selv"),
        ("tmpl f(n: Number) { }\nf()", 2, "mangler »n«"),
        ("tmpl f(e: B) { }\n(a: A)[?]\nf(e = a)", 3, "af slagsen »B«"),
        ("tmpl f(): B { (a: A)[?] } => a\nf() => x", 1, "af slagsen »B«"),
        ("(a: A)[?: Number]\na -->> { foreach i in @range(1, @trigger.value) { } }", 2, "@range"),
        ("(a: A)[?: Number]\nif a.value > 1 { }", 2, "ikke afgøres"),
        ("(a: A)[@trigger.value]", 1, "@trigger"),
        ("(a: A)[?: { b: C }]\n(c: C)[a.value.b.value.x]", 2, "så dybt"),
        ("(a: A)[" + "(" * 60 + "1", 1, "parenteser"),
        ("a -->> {" * 60, 1, "lag"),
        ("(a: A)[$]", 1, "Tegnet »$«"),
        ("(a: A)[?] foreach i in @range(1, 999999) { (b: B)[i] }", 1, "mere end"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(GraphError) as caught:
        loads(text)
    assert message in caught.value.errors[0].message
    assert caught.value.errors[0].line == line


@pytest.mark.parametrize("inner", ["(a: A)[?]", ""])
def test_templates_that_double_stop_at_a_bound(inner: str) -> None:
    grow = "".join(f"tmpl t{n}() {{ t{n - 1}() t{n - 1}() }} " for n in range(1, 30))
    with pytest.raises(GraphError, match="mere end"):
        loads(f"tmpl t0() {{ {inner} }} {grow} ; t29()")


def test_templates_that_use_one_another_too_deeply_are_refused() -> None:
    chain = "".join(f"tmpl t{n}() {{ t{n - 1}() }} " for n in range(1, 500))
    with pytest.raises(GraphError, match="lag i hinanden"):
        loads(f"tmpl t0() {{ }} {chain} ; t499()")


def test_spawns_inside_loops_inside_spawns_stop_at_a_bound() -> None:
    text = "(a: A)[?: Number] "
    for _ in range(6):
        text += "foreach i in @range(1, 900) { a -->> { "
    with pytest.raises(GraphError):
        loads(text + "}" * 12)
