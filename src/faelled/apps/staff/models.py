"""The control of look-ups: a drawn sample of the log, and what was said of each look-up in it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the one who controls finds. ``ASK``: the employee is asked, and it is not settled."""

    IN_ORDER = "in-order", _("I orden")
    ASK = "ask", _("Spørg medarbejderen")
    BREACH = "breach", _("Brud")


class LogControl(models.Model):
    """One draw among an authority's look-ups from ``start`` until, not including, ``end``.

    ``population`` is how many look-ups by employees there were. ``seed`` is what the draw follows
    from (``lib.sampling``). ``due`` is the day it is to be settled; ``finished_at`` when it was.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    start = models.DateField()
    end = models.DateField()
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=400)
    due = models.DateField()
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "start", "end"], name="staff_a_period_is_drawn_once"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="staff_a_period_has_days"),
        ]

    @property
    def ref(self) -> str:
        """How audit names this control: ``control:<uuid>``."""
        return f"control:{self.uuid}"


class Sample(models.Model):
    """One look-up that was drawn: ``reasons`` are the ids of ``risks.RISKS`` that it met."""

    control = models.ForeignKey(LogControl, models.CASCADE, related_name="samples")
    entry = models.ForeignKey("audit.Entry", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    weight = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["control", "entry"], name="staff_a_look_up_is_drawn_once"
            )
        ]


class Judgement(models.Model):
    """What somebody said of a sample; the newest holds, and the earlier ones stay."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="judgements")
    verdict = models.CharField(max_length=8, choices=Verdict)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.CharField(max_length=36)
    by_name = models.CharField(max_length=400)
