"""What every case page asks of its case, as statements that are kept."""

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
)

from faelled.base.people.models import Employee, Position
from faelled.base.statements import Question, Slot
from faelled.casework.cases.models import (
    Assignment,
    Case,
    Deadline,
    JournalEntry,
    JournalKind,
    Party,
)
from faelled.casework.cases.questions import LET_SOMEBODY_IN

JOURNAL_ROWS = 30


def _number(name: str) -> Slot:
    return Slot(name, BigIntegerField())


def told(lines: QuerySet[JournalEntry]) -> QuerySet[JournalEntry]:
    """Newest first, each with ``taken_back``: whether a later line says that its paper has left the
    case. Nothing in a journal is changed; such a line is shown without its words.
    """
    later = JournalEntry.objects.filter(
        case=OuterRef("case"), document=OuterRef("document"), kind=JournalKind.STATUS
    )
    known = Q(kind=JournalKind.RECEIVED) & Exists(later)
    return lines.annotate(taken_back=ExpressionWrapper(known, BooleanField())).order_by(
        "-occurred_at", "-pk"
    )


# With what every page of a case says. A version's source is large, and its graph is known
# (`processes.engines`). Most cases have nobody let in, and are then not asked who.
HEAD = Question(
    lambda: (
        Case.objects.filter(authority=_number("authority"), uuid=Slot("uuid", UUIDField()))
        .select_related(
            "version__process",
            "case_type",
            "owner_unit",
            "handler",
            "main_person",
            "main_company",
        )
        .defer("version__source", "version__findings")
        .annotate(**{LET_SOMEBODY_IN: Exists(Assignment.objects.filter(case=OuterRef("pk")))})
    )
)
# One more than is shown, to know whether there are more.
NEWEST_OF_JOURNAL = Question(
    lambda: told(JournalEntry.objects.filter(case=_number("case")))[: JOURNAL_ROWS + 1]
)
PARTIES = Question(
    lambda: (
        Party.objects.filter(case=_number("case"))
        .select_related("person", "company", "represents__person", "represents__company")
        .order_by("pk")
    )
)
DEADLINES = Question(
    lambda: Deadline.objects.filter(case=_number("case")).order_by("-state", "due_at")
)
# Who has a position in the unit on the day.
COLLEAGUES = Question(
    lambda: (
        Employee.objects.filter(
            positions__in=Position.objects.on(Slot("day", DateField())).filter(unit=_number("unit"))
        )
        .only("name")
        .distinct()
        .order_by("name")
    )
)
