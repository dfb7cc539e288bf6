"""Every write of the control of look-ups: a draw, a judgement, the end."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from faelled.apps.staff.errors import ControlError
from faelled.apps.staff.models import Judgement, LogControl, Sample, Verdict
from faelled.apps.staff.queries import is_own, left_in, visible_controls
from faelled.apps.staff.weighing import Drawn, Span, weighed
from faelled.base.access.actor import Actor, ActorKind, Capability
from faelled.base.access.log import log_write
from faelled.base.audit.chain import Json
from faelled.lib.dates import local_day
from faelled.lib.sampling import Weighed, draw

DAYS_TO_SETTLE = timedelta(days=30)
SIZE, LARGEST = 50, 500
LONGEST_PERIOD = timedelta(days=366)


def draw_control(
    period: Span, *, size: int = SIZE, by: Actor, now: datetime, seed: str = ""
) -> LogControl:
    """Draw ``size`` of the period's look-ups, the riskier the likelier, and keep the seed.

    ``seed`` is given when a draw is done again; else nobody can know it before.
    """
    _require(by, period.authority_id)
    _check(period, size, now)
    seed = seed or secrets.token_hex(16)
    if _drawn_before(period):
        raise ControlError(_("Der er allerede trukket en stikprøve for den periode."))
    # A large log takes a while to read: nothing is locked meanwhile, and the unique period settles
    # who came first.
    counter = _Counter()
    drawn = draw(counter.each(weighed(period)), size, seed)
    try:
        with transaction.atomic():
            return _keep(period, drawn, counter.count, size, seed, by=by, now=now)
    except IntegrityError as error:
        raise ControlError(_("Der er allerede trukket en stikprøve for den periode.")) from error


def judge(sample: Sample, verdict: Verdict, note: str, *, by: Actor, now: datetime) -> Judgement:
    """Say of one look-up that it is in order, is to be asked about, or is a breach.

    Nobody judges a look-up of their own, nor one that was done for them.
    """
    note = note.strip()
    with transaction.atomic():
        control = _locked(sample.control, by=by)
        sample = control.samples.select_related("entry").get(pk=sample.pk)
        if is_own(sample, by):
            raise ControlError(_("Dit eget opslag skal en anden tage stilling til."))
        if verdict != Verdict.IN_ORDER and not note:
            raise ControlError(_("Skriv, hvad du spørger om, eller hvori bruddet består."))
        made = Judgement.objects.create(
            sample=sample,
            verdict=verdict,
            note=note,
            at=now,
            by_id=by.id,
            by_name=by.shown_name,
        )
        sample.verdict = verdict
        sample.save(update_fields=["verdict"])
        detail: dict[str, Json] = {"entry": sample.entry_id, "verdict": verdict.value}
        _tell(control, "control.judge", detail, by=by, now=now)
    return made


def finish_control(control: LogControl, *, by: Actor, now: datetime) -> LogControl:
    """The report stands from now on; every look-up is settled."""
    with transaction.atomic():
        control = _locked(control, by=by)
        left = left_in(control)
        if left:
            raise ControlError(
                _("Der mangler stadig at blive taget stilling til %(left)s opslag.")
                % {"left": left}
            )
        control.finished_at, control.finished_by = now, by.shown_name
        control.save(update_fields=["finished_at", "finished_by"])
        _tell(control, "control.finish", {}, by=by, now=now)
    return control


def _drawn_before(period: Span) -> bool:
    return LogControl.objects.filter(
        authority_id=period.authority_id, start=period.start, end=period.end
    ).exists()


def _keep(
    period: Span,
    drawn: Sequence[Weighed[Drawn]],
    population: int,
    size: int,
    seed: str,
    *,
    by: Actor,
    now: datetime,
) -> LogControl:
    control = LogControl.objects.create(
        authority_id=period.authority_id,
        start=period.start,
        end=period.end,
        seed=seed,
        size=size,
        population=population,
        drawn_at=now,
        drawn_by=by.shown_name,
        due=local_day(now) + DAYS_TO_SETTLE,
    )
    Sample.objects.bulk_create(
        Sample(
            control=control,
            entry_id=one.thing.entry_id,
            position=position,
            weight=one.weight,
            reasons=one.thing.reasons,
        )
        for position, one in enumerate(drawn, start=1)
    )
    detail: dict[str, Json] = {"of": population, "drawn": len(drawn), "seed": seed}
    _tell(control, "control.draw", detail, by=by, now=now)
    return control


class _Counter:
    """Counts what passes through on its way to the draw."""

    def __init__(self) -> None:
        self.count = 0

    def each(self, rows: Iterator[Weighed[Drawn]]) -> Iterator[Weighed[Drawn]]:
        for row in rows:
            self.count += 1
            yield row


def _locked(control: LogControl, *, by: Actor) -> LogControl:
    _require(by, control.authority_id)
    found = visible_controls(by).select_for_update().get(pk=control.pk)
    if found.finished_at is not None:
        raise ControlError(_("Kontrollen er afsluttet og kan ikke ændres."))
    return found


def _require(by: Actor, authority_id: int) -> None:
    reads_log = by.kind is ActorKind.SYSTEM or by.can(Capability.READ_AUDIT)
    if not reads_log or by.authority_id != authority_id:
        raise ControlError(_("Kun den, der må se opslag, kan kontrollere dem."))


def _check(period: Span, size: int, now: datetime) -> None:
    if period.end <= period.start:
        raise ControlError(_("Perioden slutter, før den begynder."))
    if period.end - period.start > LONGEST_PERIOD:
        raise ControlError(_("Vælg en periode på højst et år."))
    if period.start > local_day(now):
        raise ControlError(_("Perioden er ikke begyndt endnu."))
    if not 1 <= size <= LARGEST:
        raise ControlError(_("Træk mellem 1 og %(most)s opslag.") % {"most": LARGEST})


def _tell(
    control: LogControl, action: str, detail: dict[str, Json], *, by: Actor, now: datetime
) -> None:
    log_write(by, stream=control.ref, action=action, subjects=[control.ref], detail=detail, now=now)
