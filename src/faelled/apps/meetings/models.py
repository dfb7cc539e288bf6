"""A meeting, who comes, and what is on its agenda; only ``actions`` writes these rows."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from faelled.casework.cases.models import both_names


class Meeting(models.Model):
    """One meeting. Its course (sent out, begun, approved) is its ``case``, on ``moede.toml``.

    Who takes part reads the cases on the agenda from the sending out until, not including,
    ``material_until``.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    material_until = models.DateTimeField()
    chair = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    secretary = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_a_meeting_has_length"
            ),
            models.CheckConstraint(
                condition=Q(material_until__gte=F("ends_at")),
                name="meetings_material_lasts_through_the_meeting",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit names this meeting: ``meeting:<uuid>``."""
        return f"meeting:{self.uuid}"


class Part(models.TextChoices):
    """Whether one comes to all of it, or to one's own items."""

    PARTICIPANT = "participant", _("Deltager")
    STAKEHOLDER = "stakeholder", _("Interessent")


class Attendee(models.Model):
    """An employee at the meeting; who added them stands here, with both names where one acted for
    another.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part)
    added_by_name = models.CharField(max_length=200)
    added_for_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "employee"], name="meetings_at_a_meeting_once"
            )
        ]

    @property
    def added_by(self) -> str:
        return both_names(self.added_by_name, self.added_for_name)


class Item(models.Model):
    """One point on the agenda: a case, or words of its own.

    ``closed``: not in the open agenda. ``stakeholders`` come for this item. ``step`` is the step of
    the case that the decision does, "" when it is only noted there. ``sent`` is what the material
    was when the agenda was sent out, None for an item that has not been.

    ``readers`` read ``documents`` until, not including, ``open_until``: only the papers that were
    chosen (forvaltningsloven § 32). They read the whole case when ``whole_case_why`` says why.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    closed = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    presenter = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    documents = models.ManyToManyField("documents.Document", related_name="+")
    whole_case_why = models.CharField(max_length=300, blank=True)
    readers = models.ManyToManyField(Attendee, related_name="reads")
    open_until = models.DateTimeField(null=True)
    stakeholders = models.ManyToManyField(Attendee, related_name="items")
    step = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    sent: models.JSONField[Any, Any] = models.JSONField(null=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step="") | Q(case__isnull=False),
                name="meetings_a_step_needs_a_case",
            ),
            models.CheckConstraint(
                condition=Q(whole_case_why="") | Q(case__isnull=False),
                name="meetings_a_whole_case_is_a_case",
            ),
        ]

    @property
    def source(self) -> str:
        """What lets people into the item's case (``cases.actions.let_in``)."""
        return f"meeting:{self.meeting.uuid}:{self.uuid}"

    @property
    def chat(self) -> str:
        """The subject of the item's chat."""
        return f"item:{self.uuid}"
