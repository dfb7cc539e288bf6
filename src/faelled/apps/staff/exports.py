"""The report and a control as CSV. A cell never begins as a formula (OWASP: CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.apps.staff.controls import SampleRow
from faelled.apps.staff.lookups import LookUpRow
from faelled.apps.staff.models import Verdict

# Lets a spreadsheet read Danish letters.
MARK = "\ufeff"
TITLES = (
    gettext_lazy("Tidspunkt"),
    gettext_lazy("Medarbejder"),
    gettext_lazy("På vegne af"),
    gettext_lazy("Enhed"),
    gettext_lazy("Formål"),
    gettext_lazy("Side"),
    gettext_lazy("Sager og personer"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def head() -> str:
    """The first line."""
    return MARK + line(map(str, TITLES))


def row_line(row: LookUpRow) -> str:
    """One look-up."""
    return line(look_up_cells(row))


def look_up_cells(row: LookUpRow) -> tuple[str, ...]:
    at = localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
    about = ", ".join(row.about)
    return (at, row.who, row.on_behalf_of, row.unit, row.purpose, row.page, about)


def control_lines(rows: Sequence[SampleRow]) -> str:
    """A control as a file: each drawn look-up, why it was drawn, and what was said of it last."""
    titles = (
        *TITLES,
        _("Trukket, fordi"),
        _("Spurgt"),
        _("Vurdering"),
        _("Bemærkning"),
        _("Vurderet af"),
    )
    return MARK + line(map(str, titles)) + "".join(map(_control_line, rows))


def _control_line(row: SampleRow) -> str:
    every = row.sample.judgements.all()
    said = max(every, key=lambda one: (one.at, one.pk), default=None)
    asked = _("Ja") if any(one.verdict == Verdict.ASK for one in every) else _("Nej")
    why = ", ".join(row.reasons) or _("Tilfældigt")
    judged = (row.sample.get_verdict_display(), said.note if said else "")
    return line((*look_up_cells(row.look), why, asked, *judged, said.by_name if said else ""))


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
