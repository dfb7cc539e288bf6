"""Rows that hold from one day to another."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from faelled.base.statements import Slot

Row = TypeVar("Row", bound="Dated", covariant=True)


class OverlapError(ValueError):
    """Two rows would hold on the same day where only one may."""


class DatedQuerySet(models.QuerySet[Row]):
    def on(self, day: date | Slot) -> Self:
        """The rows that hold on ``day``: from ``valid_from`` until, not including, ``valid_to``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def within(self, start: date, end: date | None) -> Self:
        """The rows that hold on at least one day of ``[start, end)``; ``end`` None is for ever."""
        rows = self.filter(Q(valid_to=None) | Q(valid_to__gt=start))
        return rows if end is None else rows.filter(valid_from__lt=end)


class Dated(models.Model):
    """``valid_to`` is the first day the row no longer holds; None while no end is known."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def refuse_overlap(rows: DatedQuerySet[Dated], start: date, end: date | None) -> None:
    """Raise OverlapError when one of ``rows`` holds within ``[start, end)``.

    The caller has locked what the rows belong to (the person, the employee), so that two writers
    cannot both find the place free.
    """
    taken = rows.within(start, end).order_by("valid_from").first()
    if taken is not None:
        raise OverlapError(
            _("Der findes allerede en registrering, der gælder fra %(day)s.")
            % {"day": taken.valid_from.strftime("%d.%m.%Y")}
        )
