"""Broken glass: access without a relation, with a reason and a review. Ids, not foreign keys:
what is opened and who opens it belong to higher rooms.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    JUSTIFIED = "justified", _("Begrundet")
    UNJUSTIFIED = "unjustified", _("Ikke begrundet")


class BreakGlass(models.Model):
    """``actor_id`` opened ``object_ref`` (``case:<uuid>``) from ``opened_at`` to ``expires_at``."""

    authority_id = models.BigIntegerField(db_index=True)
    object_ref = models.CharField(max_length=120)
    actor_id = models.CharField(max_length=64)
    unit_id = models.BigIntegerField(null=True)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=64, blank=True, default="")
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True, default="")
    comment = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["actor_id", "expires_at"], name="access_glass_open")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewed_by=models.F("actor_id")),
                name="access_glass_reviewed_by_another",
            ),
        ]
