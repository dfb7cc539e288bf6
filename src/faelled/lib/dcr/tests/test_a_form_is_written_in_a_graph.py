"""A jurist writes a form into a graph: pages, rows, ways out, known answers. Mistakes are told."""

import pytest

from faelled.lib.dcr import Applicant, ExitKind
from faelled.lib.dcr.formats.native import GraphError, dumps, loads
from faelled.lib.dcr.guard_words import expression_in_words

GRAPH = """
id = "g"
version = "1"
title = "G"
[[events]]
id = "apply"
label = "Søg"
applicant = "child"
[[events.sections]]
id = "child"
title = "Om barnet"
help = "Skriv, hvad du ved."
[[events.sections]]
id = "work"
title = "Dit arbejde"
show_if = "works"
[[events.fields]]
id = "name"
section = "child"
prefill = "child.name"
locked = true
[[events.fields]]
id = "works"
type = "boolean"
section = "child"
[[events.fields]]
id = "jobs"
label = "Dine arbejdsgivere"
type = "group"
section = "work"
each = "Arbejdsgiver"
required = true
max = 3
[[events.fields.fields]]
id = "hours"
label = "Timer om ugen"
type = "decimal"
required = true
[[events.fields.fields]]
id = "why"
show_if = "hours > 37 and works"
[[events.fields]]
id = "total"
type = "decimal"
section = "work"
value = "sum(jobs.hours) * 4"
[[events.exits]]
id = "no-work"
when = "works = false"
title = "Du mister ingen løn"
text = "Du har ikke ret til hjælpen."
cites = ["barnets lov § 87, stk. 1"]
instead = [{ text = "Læs om hjælp i hjemmet", guide = "hjaelp" }, { text = "Ring til os" }]
[[events.exits]]
id = "elsewhere"
kind = "stop"
when = "name = 'x'"
text = "Det er en anden myndighed."
instead = [{ text = "Søg hos regionen", service = "region" }]
"""


def test_what_is_written_is_read_and_written_again_the_same() -> None:
    graph = loads(GRAPH)
    assert loads(dumps(graph)) == graph
    apply = graph.event("apply")
    assert apply.applicant == (Applicant.CHILD,)
    assert [section.title for section in apply.sections] == ["Om barnet", "Dit arbejde"]
    assert apply.exits[1].kind is ExitKind.STOP and apply.exits[0].instead[0].guide == "hjaelp"
    jobs = apply.fields[2]
    assert (jobs.each, jobs.max, [part.id for part in jobs.fields]) == (
        "Arbejdsgiver",
        "3",
        ["hours", "why"],
    )


def test_a_page_s_condition_is_each_of_its_fields() -> None:
    conditions = {field.id: field.show_if for field in loads(GRAPH).event("apply").asked}
    assert conditions == {"name": "", "works": "", "jobs": "works", "total": "works"}


def test_conditions_over_rows_are_said_in_words() -> None:
    graph = loads(GRAPH)
    said = expression_in_words(graph, "any(apply.jobs.hours > 37)")
    assert said == "mindst én gang gælder, at »Timer om ugen« er mere end 37"
    total = expression_in_words(graph, "sum(jobs.hours) * 4", graph.event("apply"))
    assert total == "summen af »Timer om ugen« * 4"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('section = "work"\nvalue', 'section = "nowhere"\nvalue', "Siden »nowhere« findes ikke"),
        ('section = "work"\nvalue', "value", "section mangler"),
        ('id = "work"\ntitle', 'id = "child"\ntitle', "To sider har samme id"),
        ('show_if = "works"', 'show_if = "total > 1"', "venter på hinanden i ring"),
        ('show_if = "works"', 'show_if = "nothing"', "»nothing« er hverken"),
        ('id = "why"\nshow_if', 'id = "hours"\nshow_if', "To felter i en række har samme id"),
        ('type = "decimal"\nrequired', 'type = "group"\nrequired', "kan ikke stå i en gruppe"),
        ("max = 3", "max = 51", "fra 0 til 50 rækker"),
        ('each = "Arbejdsgiver"\nrequired = true', "required = true\nlocked = true", "prefill"),
        ("sum(jobs.hours) * 4", "jobs.hours * 4", "har et svar i hver række"),
        ("sum(jobs.hours) * 4", "sum(jobs.pay) * 4", "intet felt »pay«"),
        ("value =", "required = true\nvalue =", "kan ikke kræves udfyldt"),
        ('"child.name"', '"child.shoe_size"', "»child.shoe_size« kendes ikke"),
        ('"child.name"', '"child.birth_date"', "er af type date, ikke text"),
        ('"child.name"', '"case.apply.nothing"', "»case.apply.nothing« kendes ikke"),
        ('instead = [{ text = "Søg hos', '# [{ text = "Søg hos', "hvor man så går hen"),
        ('id = "elsewhere"', 'id = "no-work"', "To udgange har samme id"),
        ('when = "works = false"', 'when = "works ="', "Her mangler en værdi"),
        ('applicant = "child"', 'applicant = "dog"', "self, child, ward"),
        ('type = "boolean"', 'type = "boolean"\neach = "Ja"', 'type "group" har rækker'),
        ("max = 3", "max = 3\ndoor = 1", "»door« kendes ikke her"),
        ("max = 3", 'prefill = "case.apply.jobs"', "kan ikke være udfyldt på forhånd"),
    ],
)
def test_a_mistake_is_told_when_the_graph_is_read(old: str, new: str, said: str) -> None:
    assert old in GRAPH
    with pytest.raises(GraphError, match=said):
        loads(GRAPH.replace(old, new, 1))


def test_a_known_answer_may_come_from_another_step() -> None:
    more = GRAPH + '[[events]]\nid = "later"\nlabel = "Senere"\n[[events.fields]]\nid = "works"\n'
    again = more + 'type = "boolean"\nprefill = "case.apply.works"\n'
    assert loads(again).event("later").fields[0].prefill == "case.apply.works"
