"""Which number means what, for one authority on one day. How cases are sorted is no secret to
anyone who has logged in; every read is still of one authority's plans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from faelled.base.statements import Question, Slot
from faelled.casework.subjects.models import Edition, Level, Plan, PlanRow
from faelled.lib.dates import local_day
from faelled.lib.text.kle import KleError, parse_facet, parse_subject

READERS = {Level.SUBJECT: parse_subject, Level.FACET: parse_facet}
LONGEST_CHAIN = 20


class NumberRefused(ValueError):
    """The number cannot be given to a case today. Says why in Danish, with the replacement."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A number that can be given: its row, or None where no plan has been imported."""

    number: str
    row: PlanRow | None


def plans_of(authority_id: int | Slot) -> QuerySet[Plan]:
    """The plans an authority uses: its own and those of all."""
    return Plan.objects.filter(Q(authority=None) | Q(authority_id=authority_id))


def rows_of(authority_id: int | Slot) -> QuerySet[PlanRow]:
    """Every row the authority knows, expired ones too, each with its edition."""
    return PlanRow.objects.filter(plan__in=plans_of(authority_id)).select_related("edition", "plan")


# The rows of a case's subject and facet, which its page says in words: those that were chosen, and
# those that the numbers alone name.
CHOSEN = Question(
    lambda: PlanRow.objects.filter(
        Q(pk=Slot("one", BigIntegerField())) | Q(pk=Slot("other", BigIntegerField()))
    ).select_related("edition__plan", "plan")
)
LOOSE = Question(
    lambda: (
        rows_of(Slot("authority", BigIntegerField()))
        .filter(Q(number=Slot("one", CharField())) | Q(number=Slot("other", CharField())))
        .select_related("edition__plan", "plan")
    )
)


def in_force(day: date) -> Q:
    """Rows that hold on ``day``: the day a row expires it holds no longer."""
    return (Q(created=None) | Q(created__lte=day)) & (Q(expired=None) | Q(expired__gt=day))


def place(text: str, level: Level, *, authority_id: int, today: date) -> Placed:
    """The subject or facet that a person wrote, if a case can have it today.

    By the pattern always; by the plan when one is there. Raises NumberRefused: malformed, unknown,
    or expired with what replaced it.
    """
    try:
        number = READERS[level](text)
    except KleError as error:
        raise NumberRefused(str(error)) from error
    known = list(rows_of(authority_id).filter(level=level, number=number))
    row = best(known, today)
    if row is not None and holds(row, today):
        return Placed(number, row)
    if row is not None:
        raise NumberRefused(_expired(row, authority_id, today))
    edition = newest_edition(authority_id, level)
    if edition is None:
        return Placed(number, None)
    message = _("»%(number)s« står ikke i planen (%(edition)s).")
    raise NumberRefused(message % {"number": number, "edition": edition_words(edition)})


def best(rows: Iterable[PlanRow], day: date) -> PlanRow | None:
    """Of rows with one number, the one that is meant on ``day``: in force before expired, the
    authority's own before the shared, the newest first (a number may be re-used).
    """
    return max(
        rows,
        key=lambda row: (
            holds(row, day),
            row.plan.authority_id is not None,
            row.created or date.min,
            row.expired or date.max,
        ),
        default=None,
    )


def holds(row: PlanRow, day: date) -> bool:
    """`in_force` of one row."""
    return (row.created is None or row.created <= day) and (
        row.expired is None or row.expired > day
    )


def successors(row: PlanRow, *, authority_id: int, today: date) -> list[PlanRow]:
    """The rows in force that took over from an expired one, through any number of moves."""
    found: list[PlanRow] = []
    waiting, seen = list(row.replaced_by), {row.number}
    while waiting and len(seen) <= LONGEST_CHAIN:
        number = waiting.pop(0)
        if number in seen:
            continue
        seen.add(number)
        after = best(rows_of(authority_id).filter(number=number), today)
        if after is not None and holds(after, today):
            found.append(after)
        elif after is not None:
            waiting.extend(after.replaced_by)
    return found


def redirected(number: str, level: Level, *, authority_id: int, today: date) -> PlanRow | None:
    """The row a new case gets for a number that a process was written with: the one in force, the
    one that replaced it, or the expired one where the plan names none or several.
    """
    row = best(rows_of(authority_id).filter(level=level, number=number), today)
    if row is None or holds(row, today):
        return row
    after = successors(row, authority_id=authority_id, today=today)
    alone = after[0] if len(after) == 1 and after[0].level == level else None
    return alone or row


def find(authority_id: int, words: str, level: Level, today: date) -> QuerySet[PlanRow]:
    """Rows in force whose number and title hold every word, by number.

    ``find(a, "hjælp famil", Level.SUBJECT, today)``; a number may be its beginning: "99.01".
    """
    rows = rows_of(authority_id).filter(in_force(today), level=level)
    for word in words.casefold().split():
        rows = rows.filter(words__contains=word)
    return rows.order_by("number", "pk")


def facets_in_force(authority_id: int, today: date) -> QuerySet[PlanRow]:
    """Every facet a case can have today."""
    return find(authority_id, "", Level.FACET, today)


def newest_edition(authority_id: int, level: Level) -> Edition | None:
    """The edition that answers for a level; None where no plan with such rows is imported."""
    plans = rows_of(authority_id).filter(level=level).order_by().values("plan")
    return (
        Edition.objects.filter(plan__in=plans)
        .select_related("plan")
        .order_by(F("plan__authority").asc(nulls_last=True), "-imported_at", "-pk")
        .first()
    )


def edition_words(edition: Edition) -> str:
    """ "KL's emneplan, udgave 1. november 2026"; the day of import where the plan has no date."""
    if edition.published is None:
        day = date_format(local_day(edition.imported_at), "j. F Y")
        return _("%(title)s, hentet %(day)s") % {"title": edition.plan.title, "day": day}
    day = date_format(edition.published, "j. F Y")
    return _("%(title)s, udgave %(day)s") % {"title": edition.plan.title, "day": day}


def meant_by(
    numbers: Sequence[tuple[Level, str, int | None]], *, authority_id: int, on: date
) -> list[PlanRow | None]:
    """The rows behind a case's one or two numbers, in their order; one query, two where only one
    of them was chosen. The third of each is the row that was chosen when the number was given,
    which stands whatever became of it since; without one the number means what it meant ``on`` the
    day the case was opened.
    """
    chosen = [pk for _level, _number, pk in numbers if pk]
    loose = [number for _level, number, pk in numbers if number and not pk]
    rows = [*_chosen(chosen), *_loose(loose, authority_id)]
    return [
        next((row for row in rows if row.pk == pk), None)
        if pk
        else best([row for row in rows if (row.level, row.number) == (level, number)], on)
        for level, number, pk in numbers
    ]


def _chosen(rows: Sequence[int]) -> list[PlanRow]:
    return CHOSEN.all(one=rows[0], other=rows[-1]) if rows else []


def _loose(numbers: Sequence[str], authority_id: int) -> list[PlanRow]:
    if not numbers:
        return []
    return LOOSE.all(one=numbers[0], other=numbers[-1], authority=authority_id)


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan with its newest edition and how many rows it has, and how many hold."""

    plan: Plan
    edition: Edition
    rows: int
    holding: int


def listed(today: date) -> list[ListedPlan]:
    """Every plan of the installation, for the command line."""
    newest = Edition.objects.filter(plan=OuterRef("plan")).order_by("-imported_at", "-pk")
    editions = Edition.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related("plan")
    alive = (Q(plan__rows__created=None) | Q(plan__rows__created__lte=today)) & (
        Q(plan__rows__expired=None) | Q(plan__rows__expired__gt=today)
    )
    counted = editions.annotate(rows=Count("plan__rows"), holding=Count("plan__rows", filter=alive))
    return [
        ListedPlan(row.plan, row, row.rows, row.holding)
        for row in counted.order_by("plan__source", "plan__pk")
    ]


def _expired(row: PlanRow, authority_id: int, today: date) -> str:
    said = {
        "name": row.name,
        "day": date_format(row.expired, "j. F Y") if row.expired else "",
        "after": "; ".join(
            after.name for after in successors(row, authority_id=authority_id, today=today)
        ),
    }
    if row.expired is None:
        return _("»%(name)s« gælder ikke endnu.") % said
    if said["after"]:
        return _("»%(name)s« er udgået %(day)s. Brug i stedet: %(after)s.") % said
    return _("»%(name)s« er udgået %(day)s, og planen siger ikke, hvad der kom i stedet.") % said
