"""What an order is beside its case, and what goes between authorities; only ``actions`` and the
steps' own effects write these rows.
"""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an order stands: set by the steps of its case, for lists."""

    ASKED = "asked", _("Ikke taget imod")
    ACCEPTED = "accepted", _("I gang")
    ANSWERED = "answered", _("Besvaret")
    SENT_BACK = "sent_back", _("Sendt retur")
    APPROVED = "approved", _("Svaret er godtaget")
    FINALISED = "finalised", _("Afsluttet")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


PROCESS = "bestilling"  # content/graphs/bestilling.toml
OVER = (State.FINALISED, State.WITHDRAWN)


class Reach(models.TextChoices):
    INTERNAL = "internal", _("Internt")
    GROUP = "group", _("En anden myndighed her")
    EXTERNAL = "external", _("En anden installation")


class Visibility(models.TextChoices):
    """Who at the recipient's end sees the order. The orderer's own unit always does."""

    RECIPIENT = "recipient", _("Kun modtageren")
    UNIT = "unit", _("Modtagerens enhed")
    SOURCE = "source", _("Modtagerens enhed og alle, der arbejder i sagens enhed")


class Kind(models.TextChoices):
    """The values are those of the field ``order.kind`` in content/graphs/bestilling.toml."""

    CONTRIBUTION = "contribution", _("Et bidrag")
    STATEMENT = "statement", _("En udtalelse")
    DRAFT = "draft", _("Et udkast")
    INFORMATION = "information", _("Oplysninger")
    OTHER = "other", _("Andet")


class Order(models.Model):
    """One recipient's copy of an order. What is asked stands in the case's first step.

    ``batch`` joins the copies of one order. ``holder_*``: whose it is now; a unit without an
    employee means that nobody has taken it yet. ``thread``, ``partner`` and ``outside`` say who is
    at the other end, where that is another authority: ``incoming`` when the order came from there.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    batch = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reach = models.CharField(max_length=8, choices=Reach, default=Reach.INTERNAL)
    visibility = models.CharField(max_length=9, choices=Visibility)
    formal_deadline = models.DateField()
    internal_deadline = models.DateField(null=True)
    finalises_itself = models.BooleanField(default=False)

    source_case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    source_open = models.BooleanField(default=False)
    ordered_by = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    ordering_unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    return_to = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("people.Employee", models.PROTECT, null=True, related_name="+")
    holder_unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")

    incoming = models.BooleanField(default=False)
    thread = models.UUIDField(default=uuid4)
    partner = models.CharField(max_length=60, blank=True)
    outside = models.CharField(max_length=200, blank=True)

    answer = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    in_time = models.BooleanField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(internal_deadline__isnull=True)
                | Q(internal_deadline__lte=F("formal_deadline")),
                name="the_internal_deadline_comes_first",
            ),
            models.UniqueConstraint(
                fields=["authority", "thread", "incoming"], name="one_end_of_a_thread"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "state", "formal_deadline"], name="orders_to_a_person"),
            models.Index(
                fields=["holder_unit", "state", "formal_deadline"], name="orders_to_a_unit"
            ),
            models.Index(
                fields=["ordering_unit", "state", "formal_deadline"], name="orders_from_a_unit"
            ),
            models.Index(fields=["source_case"], name="orders_from_a_case"),
        ]

    @property
    def key(self) -> str:
        """What lets people into its case: ``order:<uuid>``."""
        return f"order:{self.uuid}"

    @property
    def over(self) -> bool:
        return self.state in OVER


class Intake(models.Model):
    """The unit that takes orders from other authorities; without it an authority takes none."""

    authority = models.OneToOneField("people.Authority", models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")


class ParcelState(models.TextChoices):
    QUEUED = "queued", _("Venter på afsendelse")
    SENT = "sent", _("Afsendt")
    FAILED = "failed", _("Kunne ikke sendes")


class Parcel(models.Model):
    """A message on its way to the other end: queued with the step, sent once it is committed.

    ``uuid`` is the message's: the other end takes it once. ``versions`` are the document versions
    that go along.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="parcels")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    versions: models.JSONField[Any, Any] = models.JSONField(default=list)
    state = models.CharField(max_length=6, choices=ParcelState, default=ParcelState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "queued_at"], name="parcels_that_wait")]


class Taken(models.Model):
    """A message that came: the same again changes nothing and gives the same receipt."""

    sender = models.CharField(max_length=60)
    message = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "message"], name="a_message_is_taken_once")
        ]
