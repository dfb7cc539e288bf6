"""A plan's file, whichever of the four it is, as one plain value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from faelled.lib.text.kle_catalogue import read_catalogue
from faelled.lib.text.kle_plan import KlePlanError, KleRow, Level, read_plan

SUBJECTS, FACETS = "kle-emneplan", "kle-handlingsfacetter"
SOURCE = re.compile(r"[a-z][a-z0-9-]{0,59}")
FACET_LEVELS = frozenset({Level.CATEGORY, Level.FACET})
BOM, NUL = b"\xef\xbb\xbf", "\x00"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a file says: whose plan, when published (None in KL's REST lists), and its rows."""

    source: str
    title: str
    published: date | None
    rows: tuple[KleRow, ...]


def read_plan_file(data: bytes) -> PlanFile:
    """KL's subject plan or facets (XML 2.0, REST 1.2) or our own TOML, told apart by content.

    Raises KlePlanError with every problem found, in Danish.
    """
    bare = data.removeprefix(BOM).lstrip()
    found = _from_xml(data) if bare.startswith(b"<") else _from_toml(bare)
    if not found.rows:
        raise KlePlanError([_("Filen har ingen emner og ingen facetter.")])
    if errors := list(_problems(found.rows)):
        raise KlePlanError(errors)
    return found


def _from_xml(data: bytes) -> PlanFile:
    plan = read_plan(data)
    if any(row.level in FACET_LEVELS for row in plan.rows):
        return PlanFile(FACETS, _("KLs handlingsfacetter"), plan.published, plan.rows)
    return PlanFile(SUBJECTS, _("KLs emneplan"), plan.published, plan.rows)


def _from_toml(data: bytes) -> PlanFile:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise KlePlanError([_("Filen er hverken XML eller TOML.")]) from error
    catalogue = read_catalogue(text)
    if not SOURCE.fullmatch(catalogue.id):
        raise KlePlanError([_("»id« skal være små bogstaver, tal og bindestreger, højst 60 tegn.")])
    rows = (*catalogue.subjects.rows, *catalogue.facets.rows)
    title = catalogue.title.replace(NUL, "")[:200] or catalogue.id
    return PlanFile(catalogue.id, title, catalogue.subjects.published, rows)


def _problems(rows: Sequence[KleRow]) -> list[str]:
    """What the readers let through and a database does not."""
    problems = []
    for row in rows:
        if NUL in row.title:
            problems.append(_("%(number)s: Titlen har et ulovligt tegn.") % {"number": row.number})
        if row.uuid and uuid_of(row) is None:
            problems.append(_("%(number)s: UUID'et kan ikke læses.") % {"number": row.number})
    return problems


def uuid_of(row: KleRow) -> UUID | None:
    """The row's UUID; None where it has none or it is not one."""
    try:
        return UUID(row.uuid) if row.uuid else None
    except ValueError:
        return None
