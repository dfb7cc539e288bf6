"""What every step asks of its case, as statements that are kept."""

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, UUIDField

from faelled.base.statements import Question, Slot
from faelled.casework.cases.models import (
    Assignment,
    Case,
    CaseEvent,
    Deadline,
    DeadlineState,
    Task,
)

LET_SOMEBODY_IN = "let_somebody_in"  # the attribute of `Case` that it fills


def _number(name: str) -> Slot:
    return Slot(name, BigIntegerField())


# What decides who may see a case, and which rules it follows; a page of it asks for much more.
TO_ACT_IN = Question(
    lambda: Case.objects.filter(
        authority=_number("authority"), uuid=Slot("uuid", UUIDField())
    ).only("uuid", "authority", "version", "owner_unit", "handler", "seq")
)
# Locked until the transaction ends. Most cases have nobody let in, and are then not asked who.
LOCKED = Question(
    lambda: (
        Case.objects.filter(authority=_number("authority"), pk=_number("case"))
        .select_for_update(of=("self",))
        .annotate(**{LET_SOMEBODY_IN: Exists(Assignment.objects.filter(case=OuterRef("pk")))})
    )
)
STEP_OF_FORM = Question(
    lambda: CaseEvent.objects.filter(case=_number("case"), key=Slot("key", CharField()))
)
TASKS = Question(lambda: Task.objects.filter(case=_number("case")))
RUNNING = Question(
    lambda: Deadline.objects.filter(case=_number("case"), state=DeadlineState.RUNNING)
)
