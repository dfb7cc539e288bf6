"""A draft that is written again begins with what stood in it: rows too, and no sealed number."""

from dataclasses import replace
from datetime import timedelta

from faelled.casework.cases.again import as_it_stood
from faelled.lib.dcr import Marking, Value
from faelled.lib.dcr.formats.native import loads
from tests.cast import NOW

GRAPH = loads(
    """
    id = "g"
    version = "1"
    title = "G"
    [[roles]]
    id = "caseworker"
    [[events]]
    id = "draft"
    label = "Skriv"
    roles = ["caseworker"]
    read_roles = ["caseworker"]
    [[events.fields]]
    id = "name"
    type = "text"
    prefill = "person.name"
    [[events.fields]]
    id = "cpr"
    type = "cpr"
    [[events.fields]]
    id = "paper"
    type = "file"
    [[events.fields]]
    id = "weeks"
    type = "group"
    [[events.fields.fields]]
    id = "hours"
    type = "integer"
    [[events.fields.fields]]
    id = "double"
    type = "integer"
    value = "hours * 2"
    [[events]]
    id = "approve"
    label = "Godkend"
    roles = ["caseworker"]
    effects = [{ kind = "approve", of = "draft" }]
    """
)
ANSWERS: Value = {
    "cpr": "cpr:AAAA",
    "paper": ("6b1c",),
    "weeks": ({"hours": 12, "double": 24}, {"hours": 8, "double": 16}),
}
CASEWORKER = frozenset({"caseworker"})
DRAFTED = replace(Marking(), executed={"draft": NOW}, values={"draft": ANSWERS})


def test_rows_come_back_and_sealed_numbers_files_and_sums_do_not() -> None:
    assert as_it_stood(GRAPH, DRAFTED, GRAPH.event("draft"), CASEWORKER) == {
        "name": ("",),
        "weeks": ("0", "1"),
        "weeks.0.hours": ("12",),
        "weeks.1.hours": ("8",),
    }


def test_who_may_not_read_the_answers_gets_an_empty_form() -> None:
    assert as_it_stood(GRAPH, DRAFTED, GRAPH.event("draft"), frozenset({"manager"})) is None


def test_an_approval_ends_the_draft_and_a_draft_after_it_is_one_again() -> None:
    later, latest = NOW + timedelta(days=1), NOW + timedelta(days=2)
    approved = replace(DRAFTED, executed={"draft": NOW, "approve": later})
    assert as_it_stood(GRAPH, approved, GRAPH.event("draft"), CASEWORKER) is None
    anew = replace(DRAFTED, executed={"draft": latest, "approve": later})
    assert as_it_stood(GRAPH, anew, GRAPH.event("draft"), CASEWORKER) is not None
