"""A process and its published versions. A version is never changed: here, and in the database."""

from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from faelled.base.access.refusals import Refused


class Process(models.Model):
    """One rule graph through all its versions. `authority` is null for what ships to all."""

    authority = models.ForeignKey("people.Authority", models.PROTECT, null=True, related_name="+")
    key = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="one_process_a_key"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(authority=None), name="one_shipped_process_a_key"
            ),
        ]


class SourceFormat(models.TextChoices):
    """How the graph was written."""

    NATIVE = "native", _("Fælled (TOML)")
    PORTAL = "portal", _("DCR-portalen (XML)")


class Unchanging(models.QuerySet["ProcessVersion"]):
    """Rows that are added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never: running cases follow the version as it was published."""
        refuse_change()

    def delete(self) -> NoReturn:
        """Never, for the same reason."""
        refuse_change()


class ProcessVersion(models.Model):
    """A graph as it was published: the source to the byte, and what the checks found.

    `findings` are `Finding.to_json()` rows: level, path, message. `reason` is why, in the
    publisher's words; `tests` are the model tests it passed, as they were written.
    """

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
    reason = models.TextField(blank=True, default="")
    tests = models.BinaryField(default=b"")

    objects: ClassVar[models.Manager[Self]] = Unchanging.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="versions_are_numbered")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once; a second time is refused (the database refuses it too)."""
        if not self._state.adding:
            refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: running cases and old decisions point at it."""
        refuse_change()


def refuse_change() -> NoReturn:
    """Raise Refused in the user's words."""
    raise Refused(_now("En udgivet version ændres og slettes aldrig. Udgiv en ny version."))
