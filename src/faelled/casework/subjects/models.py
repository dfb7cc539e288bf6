"""Plans of subjects and facets, their editions and rows; only `actions` writes them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.lib.text.kle_plan import Level as KleLevel


class Level(models.TextChoices):
    """How deep a row lies; a case has one subject and one facet."""

    MAIN_GROUP = KleLevel.MAIN_GROUP.value, _("Hovedgruppe")
    GROUP = KleLevel.GROUP.value, _("Gruppe")
    SUBJECT = KleLevel.SUBJECT.value, _("Emne")
    CATEGORY = KleLevel.CATEGORY.value, _("Facetkategori")
    FACET = KleLevel.FACET.value, _("Handlingsfacet")


class Preservation(models.TextChoices):
    """What becomes of the papers in the end (arkivloven); "" where the plan does not say."""

    KEPT = "B", _("Bevares")
    DISCARDED = "K", _("Kasseres")
    AFTER_5_YEARS = "K5", _("Kasseres efter 5 år")
    AFTER_10_YEARS = "K10", _("Kasseres efter 10 år")


class Plan(models.Model):
    """One source of numbers through all its editions. ``authority`` is null for a plan that all
    authorities of the installation use; an authority's own goes before it.

    ``source`` is "kle-emneplan" or "kle-handlingsfacetter" for KL's two, else the catalogue's id.
    """

    authority = models.ForeignKey("people.Authority", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=60)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "source"], name="one_plan_a_source"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(authority=None), name="one_shared_plan_a_source"
            ),
        ]


class Edition(models.Model):
    """One file as it was imported. ``published`` is the plan's own date; KL's REST lists have
    none.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    published = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=36)
    imported_by_name = models.CharField(max_length=200)
    row_count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["plan", "-imported_at"], name="editions_of_a_plan")]


class PlanRow(models.Model):
    """One subject or facet, or what they lie under. Expired rows stay.

    ``key`` tells two rows with the same number apart: the UUID, else number and creation date.
    ``replaced_by`` are the numbers that took over. ``edition`` is the newest that has the row.
    ``words`` is what a search looks in: number and title, case folded.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rows")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level)
    number = models.CharField(max_length=8)
    title = models.TextField()
    key = models.CharField(max_length=60)
    uuid = models.UUIDField(null=True)
    created = models.DateField(null=True)
    expired = models.DateField(null=True)
    replaced_by: models.JSONField[Any, Any] = models.JSONField(default=list)
    preservation = models.CharField(max_length=3, choices=Preservation, blank=True)
    deletion_days = models.PositiveIntegerField(null=True)
    words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="one_row_a_key"),
        ]
        indexes = [models.Index(fields=["number", "level"], name="rows_by_number")]

    @property
    def name(self) -> str:
        """Number and title as people read them: "99.01.01 Tabt arbejdsfortjeneste"."""
        return f"{self.number} {self.title}"
