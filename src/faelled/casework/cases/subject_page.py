"""Choosing a subject: what the plan offers for some words, and what stands in the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from faelled.casework.cases.models import Case
from faelled.casework.subjects.models import Level, PlanRow
from faelled.casework.subjects.queries import edition_words, facets_in_force, find, newest_edition
from faelled.lib.dcr import Field, FieldType, Option
from faelled.lib.fields.readers import clean

MOST, LONGEST_SEARCH = 40, 80


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """The page's form. ``rows`` are the subjects to choose among, `MOST` of them; where no plan is
    imported ``edition`` is "" and the numbers are typed.
    """

    edition: str
    words: str
    rows: list[PlanRow]
    more: bool
    chosen: str
    subject_field: Field
    facet_field: Field
    facet: str


def subject_page(case: Case, asked: Mapping[str, str], *, today: date) -> SubjectPage:
    """What to show for ``q`` (words or a number), with the choices that were made so far. Without
    words: the subjects of the group that the case lies in.
    """
    # Each word is a condition: a page of them stops databases.
    words = clean(asked.get("q", ""))[:LONGEST_SEARCH]
    edition = newest_edition(case.authority_id, Level.SUBJECT)
    rows: list[PlanRow] = []
    if edition is not None:
        sought = words or case.kle_subject[:5]
        rows = list(find(case.authority_id, sought, Level.SUBJECT, today)[: MOST + 1])
    facets = tuple(
        Option(row.number, row.name) for row in facets_in_force(case.authority_id, today)
    )
    return SubjectPage(
        edition=edition_words(edition) if edition else "",
        words=words,
        rows=rows[:MOST],
        more=len(rows) > MOST,
        chosen=asked.get("subject", case.kle_subject),
        subject_field=Field(
            "subject",
            _("Emne"),
            required=True,
            help=_("Tre gange to cifre, for eksempel 27.18.02. Ingen emneplan er indlæst."),
        ),
        facet_field=facet_field(facets),
        facet=asked.get("facet", case.kle_facet),
    )


def facet_field(facets: tuple[Option, ...]) -> Field:
    """A choice among the plan's facets; typed where no plan of facets is imported."""
    label = _("Handlingsfacet")
    if facets:
        return Field("facet", label, FieldType.CHOICE, True, options=facets)
    return Field("facet", label, required=True, help=_("Et bogstav og to cifre, for eksempel G01."))
