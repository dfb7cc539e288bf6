"""What stands on the pages of the control: the drawn look-ups in words, and the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faelled.apps.staff.halves import last_half_year
from faelled.apps.staff.lookups import LookUpRow, look_up_rows
from faelled.apps.staff.models import Judgement, LogControl, Sample, Verdict
from faelled.apps.staff.queries import SETTLED, is_own, left_in, open_controls, visible_controls
from faelled.apps.staff.risks import RISKS
from faelled.base.access.actor import Actor, Capability
from faelled.casework.cases.small_forms import SmallForm
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType, Option

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One drawn look-up as the reader sees it; ``own``: another has to judge it."""

    sample: Sample
    look: LookUpRow
    reasons: Sequence[str]
    own: bool

    @property
    def settled(self) -> bool:
        return self.sample.verdict in SETTLED


@dataclass(frozen=True, slots=True)
class ReportLine:
    """How many of the look-ups with one risk (or all of them) got each verdict; ``asked``: of how
    many the employee was asked at some time, also those that were settled since.
    """

    label: str
    drawn: int
    in_order: int
    asked: int
    breaches: int
    left: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one drawn look-up."""

    verdict: str
    asked: bool
    reasons: Sequence[str]


def draw_form(now: datetime) -> SmallForm:
    """A draw outside the half-year's own: from the half-year's first day until today."""
    today = local_day(now)
    start = last_half_year(today)[1]
    typed = {"start": f"{start:%d-%m-%Y}", "end": f"{today:%d-%m-%Y}", "size": "25"}
    return SmallForm(
        _("Træk en stikprøve"),
        _("Træk stikprøven"),
        (
            Field("start", _("Fra"), FieldType.DATE, True),
            Field("end", _("Til og med"), FieldType.DATE, True),
            Field("size", _("Hvor mange opslag?"), FieldType.INTEGER, True, min="1", max="500"),
        ),
        _("Opslag med en risiko trækkes oftere end andre. Hvert halvår trækkes der af sig selv."),
        typed=typed,
    )


def judge_form() -> SmallForm:
    options = tuple(Option(one.value, str(one.label)) for one in Verdict)
    return SmallForm(
        _("Tag stilling til opslaget"),
        _("Gem"),
        (
            Field("verdict", _("Hvad er opslaget?"), FieldType.CHOICE, True, options=options),
            Field(
                "note",
                _("Bemærkning"),
                FieldType.LONGTEXT,
                max="4000",
                help=_("Skal skrives, når du spørger medarbejderen, eller når det er et brud."),
            ),
        ),
    )


def period_words(control: LogControl) -> str:
    """``"1. januar 2026 – 30. juni 2026"``"""
    first, last = control.start, control.end - A_DAY
    return f"{date_format(first, 'j. F Y')} – {date_format(last, 'j. F Y')}"


def sample_rows(samples: Sequence[Sample], actor: Actor, *, now: datetime) -> list[SampleRow]:
    looks = look_up_rows([one.entry for one in samples], actor, now=now)
    return [
        SampleRow(
            sample=sample,
            look=look,
            reasons=[str(RISKS[one].label) for one in sample.reasons if one in RISKS],
            own=is_own(sample, actor),
        )
        for sample, look in zip(samples, looks, strict=True)
    ]


def report(control: LogControl) -> list[ReportLine]:
    """All that was drawn, and the same for each risk; one look-up may meet several."""
    asked = Exists(Judgement.objects.filter(sample=OuterRef("pk"), verdict=Verdict.ASK))
    rows = control.samples.annotate(was_asked=asked)
    found = [Outcome(*row) for row in rows.values_list("verdict", "was_asked", "reasons")]
    lines = [_line(_("Alle opslag i stikprøven"), found)]
    for id, risk in RISKS.items():
        met = [one for one in found if id in one.reasons]
        if met:
            lines.append(_line(str(risk.label), met))
    return lines


def _line(label: str, found: Sequence[Outcome]) -> ReportLine:
    verdicts = [one.verdict for one in found]
    return ReportLine(
        label,
        drawn=len(found),
        in_order=verdicts.count(Verdict.IN_ORDER),
        asked=sum(one.asked for one in found),
        breaches=verdicts.count(Verdict.BREACH),
        left=sum(one not in SETTLED for one in verdicts),
    )


def control_notices(actor: Actor, now: datetime) -> list[str]:
    """What who controls is told on the first page: what waits, what is late, what was not drawn."""
    if not actor.can(Capability.READ_AUDIT):
        return []
    today = local_day(now)
    said = [_reminder(one, left_in(one), today) for one in open_controls(actor)]
    start, end = last_half_year(today)
    if not visible_controls(actor).filter(start=start, end=end).exists():
        said.append(
            _("Halvårets kontrol af opslag er ikke trukket. Den kommer af sig selv om natten.")
        )
    return said


def _reminder(control: LogControl, left: int, today: date) -> str:
    day = date_format(control.due, "j. F Y")
    if not left:
        return _("Kontrollen af opslag er klar til at blive afsluttet.")
    if control.due < today:
        words = ngettext(
            "Kontrollen af opslag er forsinket: %(left)s opslag skulle være afklaret %(day)s.",
            "Kontrollen af opslag er forsinket: %(left)s opslag skulle være afklaret %(day)s.",
            left,
        )
    else:
        words = ngettext(
            "%(left)s opslag venter på kontrol senest %(day)s.",
            "%(left)s opslag venter på kontrol senest %(day)s.",
            left,
        )
    return words % {"left": left, "day": day}
