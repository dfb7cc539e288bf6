"""A process and its published versions. A version is never changed (triggers hold that)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """One rule graph through all its versions. ``authority`` is null for what ships to all."""

    authority = models.ForeignKey("people.Authority", models.PROTECT, null=True, related_name="+")
    key = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key"], name="one_process_a_key", nulls_distinct=False
            )
        ]


class SourceFormat(models.TextChoices):
    """How the graph was written."""

    NATIVE = "native", _("Fælled (TOML)")
    PORTAL = "portal", _("DCR-portalen (XML)")


class ProcessVersion(models.Model):
    """A graph as it was published: the source to the byte, and what the checks found."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    graph_id = models.CharField(max_length=200)
    format = models.CharField(max_length=10, choices=SourceFormat)
    source = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    findings: models.JSONField[Any, Any] = models.JSONField(default=list)
    published_by = models.CharField(max_length=36)
    published_by_name = models.CharField(max_length=200)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="versions_are_numbered")
        ]
