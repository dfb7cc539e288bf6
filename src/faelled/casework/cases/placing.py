"""The subject and facet of a case: which it gets, which it may get, and what they mean (KLE)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case, CaseType
from faelled.casework.subjects.models import Level, PlanRow
from faelled.casework.subjects.queries import (
    READERS,
    NumberRefused,
    edition_words,
    holds,
    meant_by,
    place,
    redirected,
)
from faelled.lib.dates import local_day
from faelled.lib.dcr import Graph
from faelled.lib.text.kle import KleError


@dataclass(frozen=True, slots=True)
class Placement:
    """A case's two numbers, with the plan's rows where a plan is imported."""

    subject: str
    facet: str
    subject_row: PlanRow | None = None
    facet_row: PlanRow | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As a case stores it."""
        return {
            "kle_subject": self.subject,
            "kle_facet": self.facet,
            "subject_row": self.subject_row,
            "facet_row": self.facet_row,
        }


def placement_of_new(case_type: CaseType, graph: Graph, *, today: date) -> Placement:
    """What a new case gets. A number that has expired since the process was written is replaced by
    the one number that took over; otherwise it stands, and the case page says so. A citizen's
    application is never refused because of a plan.
    """
    subject, subject_row = _followed(
        case_type.kle_subject or graph.kle, Level.SUBJECT, case_type.authority_id, today
    )
    facet, facet_row = _followed(
        case_type.kle_facet or graph.facet, Level.FACET, case_type.authority_id, today
    )
    return Placement(subject, facet, subject_row, facet_row)


def _followed(
    text: str, level: Level, authority_id: int, today: date
) -> tuple[str, PlanRow | None]:
    try:
        number = READERS[level](text)
    except KleError:
        return "", None  # no number, or none that a case can have (a foreign graph's own words)
    row = redirected(number, level, authority_id=authority_id, today=today)
    return (row.number if row else number), row


def placement_of_type(subject: str, facet: str, *, authority_id: int, today: date) -> Placement:
    """The numbers of a case type, each checked where it is given; `DataRefused` by field."""
    return _placed(
        {"kle_subject": (subject, Level.SUBJECT), "kle_facet": (facet, Level.FACET)},
        authority_id,
        today,
    )


def placement_from(subject: str, facet: str, *, authority_id: int, today: date) -> Placement:
    """The numbers that a person chose for a case. Both must be there and hold today, by the
    pattern always and by the plan where one is imported; `DataRefused` by field.
    """
    missing = {"subject": subject, "facet": facet}
    words = {"subject": _("Vælg et emne."), "facet": _("Vælg en handlingsfacet.")}
    errors = {name: words[name] for name, text in missing.items() if not text.strip()}
    if errors:
        raise DataRefused(" ".join(errors.values()), errors)
    return _placed(
        {"subject": (subject, Level.SUBJECT), "facet": (facet, Level.FACET)}, authority_id, today
    )


def _placed(asked: dict[str, tuple[str, Level]], authority_id: int, today: date) -> Placement:
    errors: dict[str, str] = {}
    found: list[tuple[str, PlanRow | None]] = []
    for name, (text, level) in asked.items():
        if not text:
            found.append(("", None))
            continue
        try:
            placed = place(text, level, authority_id=authority_id, today=today)
        except NumberRefused as refusal:
            errors[name] = str(refusal)
        else:
            found.append((placed.number, placed.row))
    if errors:
        raise DataRefused(" ".join(errors.values()), errors)
    (subject, subject_row), (facet, facet_row) = found
    return Placement(subject, facet, subject_row, facet_row)


@dataclass(frozen=True, slots=True)
class ShownPlacement:
    """A case's subject and facet in words, and the edition that the words are from."""

    subject: str
    facet: str
    edition: str
    expired: bool


def shown_placement(case: Case, *, now_on: date) -> ShownPlacement:
    """What the case page says; one query. The numbers are the case's own, whatever the plan says
    since; ``expired`` tells that a new case would get others.
    """
    subject, facet = meant_by(
        [
            (Level.SUBJECT, case.kle_subject, case.subject_row_id),
            (Level.FACET, case.kle_facet, case.facet_row_id),
        ],
        authority_id=case.authority_id,
        on=local_day(case.opened_at),
    )
    rows = [row for row in (subject, facet) if row is not None]
    return ShownPlacement(
        subject=subject.name if subject else case.kle_subject,
        facet=facet.name if facet else case.kle_facet,
        edition=edition_words(rows[0].edition) if rows else "",
        expired=any(not holds(row, now_on) for row in rows),
    )
