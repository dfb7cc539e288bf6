"""The report as a CSV file. A cell never begins as a formula (OWASP: CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from faelled.apps.staff.lookups import LookUpRow

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def head() -> str:
    """The first line, with the mark that lets a spreadsheet read Danish letters."""
    titles = (
        _("Tidspunkt"),
        _("Medarbejder"),
        _("På vegne af"),
        _("Enhed"),
        _("Formål"),
        _("Side"),
        _("Sager og personer"),
    )
    return "\ufeff" + line(titles)


def row_line(row: LookUpRow) -> str:
    """One look-up."""
    at = localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    about = ", ".join(row.about)
    return line((at, row.who, row.on_behalf_of, row.unit, row.purpose, row.page, about))


def line(cells: Iterable[str]) -> str:
    """``line(["a", "=1+1"])`` is ``a;'=1+1``: semicolons are what Danish spreadsheets expect."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([safe(cell) for cell in cells])
    return text.getvalue()


def safe(cell: str) -> str:
    """An apostrophe before what a spreadsheet would take as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def subjects_of(rows: Sequence[LookUpRow]) -> list[str]:
    """Whom and what these rows show, for the log of the one who reads them."""
    return sorted({subject for row in rows for subject in row.subjects})
