"""What is kept asks, stores, changes and removes as Django would."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from faelled.base.statements import Question, Slot, insert, remove, update
from faelled.base.statements.rows import FEW
from tests.cast import NOW, Cast, the_cast

pytestmark = pytest.mark.django_db

# By name: this room knows none of those that stand on it.
Entry, EntrySubject, Head = (apps.get_model("audit", n) for n in ("Entry", "EntrySubject", "Head"))
Authority, Employee = apps.get_model("people", "Authority"), apps.get_model("people", "Employee")
Position, Unit = apps.get_model("people", "Position"), apps.get_model("people", "Unit")

BY_NAME: Question[Any] = Question(
    lambda: (
        Position.objects.select_related("employee", "unit__parent")
        .filter(employee__name=Slot("name", CharField()))
        .annotate(leads_others=Exists(Unit.objects.filter(parent=OuterRef("unit"))))
        .order_by("pk")
    )
)
LOCKED_HEAD: Question[Any] = Question(
    lambda: Head.objects.select_for_update().filter(stream=Slot("stream", CharField()))
)


def entry(seq: int) -> Any:
    return Entry(
        stream="case:1",
        seq=seq,
        at=NOW,
        action="x",
        actor_id="a",
        purpose="case-work",
        subjects='["case:1"]',
        detail="{}",
        digest="",
    )


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_the_same_rows_come_as_from_the_queryset(cast: Cast) -> None:
    for who in (cast.anna, cast.bo):
        [kept] = BY_NAME.all(name=who.employee.name)
        [made] = Position.objects.select_related("employee", "unit__parent").filter(
            employee=who.employee
        )
        assert kept == made
        assert kept.capabilities == made.capabilities  # JSON: a text in one of the databases
        assert kept.employee.uuid == made.employee.uuid
        with CaptureQueriesContext(connection) as asked:
            assert (kept.unit.parent, kept.employee.name) == (made.unit.parent, made.employee.name)
        assert len(asked) == 0


def test_an_annotation_is_on_the_row(cast: Cast) -> None:
    leads = [BY_NAME.all(name=who.employee.name)[0] for who in (cast.anna, cast.bo)]
    below = [Unit.objects.filter(parent=row.unit).exists() for row in leads]
    assert [row.leads_others for row in leads] == below


def test_what_is_not_there_is_none(cast: Cast) -> None:
    assert BY_NAME.first(name="Ingen") is None
    assert BY_NAME.first(name="'; DROP TABLE people_position; --") is None


def test_a_missing_or_strange_place_is_an_error(cast: Cast) -> None:
    for values in ({}, {"name": "Anna", "unit": 1}, {"unit": 1}):
        with pytest.raises(TypeError, match="name"):
            BY_NAME.all(**values)


def test_a_constant_in_the_question_stays(cast: Cast) -> None:
    named: Question[Any] = Question(
        lambda: Employee.objects.filter(name=Slot("name", CharField()), title="")
    )
    both = Employee.objects.create(authority=cast.authority, name="Gry", title="Chef")
    assert named.all(name="Gry") == []
    Employee.objects.filter(pk=both.pk).update(title=Value(""))
    assert named.all(name="Gry") == [both]


def test_rows_are_locked_inside_a_transaction_only(monkeypatch: pytest.MonkeyPatch) -> None:
    Head.objects.create(stream="case:1")
    assert LOCKED_HEAD.first(stream="case:1") is not None
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(TransactionManagementError):
        LOCKED_HEAD.first(stream="case:1")


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1])
def test_new_rows_know_their_numbers_and_the_triggers_run(count: int) -> None:
    rows = [entry(seq) for seq in range(1, count + 1)]
    insert(rows)
    stored = list(Entry.objects.order_by("seq"))
    assert [(row.pk, row.seq, row.at) for row in stored] == [(r.pk, r.seq, r.at) for r in rows]
    assert EntrySubject.objects.count() == count
    assert not rows[0]._state.adding


def test_few_rows_are_one_query_and_none_is_none() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert([entry(1), entry(2)])
        insert([])
        remove([])
    assert len(asked) == 1


def test_only_the_named_fields_are_changed(cast: Cast) -> None:
    unit = Unit.objects.get(pk=cast.it.pk)
    unit.name, unit.path = "Digitalisering", "ikke"
    update(unit, ("name", "authority"))
    stored = Unit.objects.get(pk=unit.pk)
    assert (stored.name, stored.path) == ("Digitalisering", cast.it.path)


def test_a_row_that_is_gone_is_not_changed_in_silence(cast: Cast) -> None:
    lonely = Authority.objects.create(name="X", cvr="", municipality_code="")
    Authority.objects.filter(pk=lonely.pk).delete()
    with pytest.raises(DatabaseError):
        update(lonely, ("name",))


def test_rows_are_removed_and_no_others(cast: Cast) -> None:
    rows = [Authority(name=f"{n}", cvr="", municipality_code="") for n in range(3)]
    insert(rows)
    remove(rows[:2])
    assert set(Authority.objects.values_list("name", flat=True)) == {cast.authority.name, "2"}


def test_a_guarded_row_is_neither_changed_nor_removed() -> None:
    row = entry(1)
    insert([row])
    row.at = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(DatabaseError), transaction.atomic():
        update(row, ("at",))
    with pytest.raises(DatabaseError), transaction.atomic():
        remove([row])
    assert Entry.objects.get().at == NOW
