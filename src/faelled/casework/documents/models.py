"""A case's documents, their versions, and what was really sent; only ``actions`` writes here."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.base.people.sealed_json import SealedJSONField
from faelled.casework.documents.triggers import GUARD

SEAL = "faelled letters"


class Direction(models.TextChoices):
    IN = "in", _("Indgående")
    OUT = "out", _("Udgående")
    INTERNAL = "internal", _("Internt")


class Status(models.TextChoices):
    """Draft: may be changed. Final: never again. Received and sent: final, with their date."""

    DRAFT = "draft", _("Udkast")
    FINAL = "final", _("Færdigt")
    SENT = "sent", _("Sendt")
    RECEIVED = "received", _("Modtaget")


class DispatchState(models.TextChoices):
    QUEUED = "queued", _("Venter på afsendelse")
    SENT = "sent", _("Afsendt")
    FAILED = "failed", _("Kunne ikke sendes")


class DispatchChannel(models.TextChoices):
    """The values are those of ``connect.digitalpost.outbox.Channel``."""

    DIGITAL_POST = "digital-post", _("Digital Post")
    LETTER = "letter", _("Brev på papir")


class Document(models.Model):
    """One paper in a case. ``internal``: exempt from access until given to somebody outside
    (offentlighedsloven § 23); cleared when it is sent.

    ``template`` is set on letters, ``party`` on letters and on what a party sent on paper.
    ``locked_by_id`` is the user uuid of the one who
    works on it: nobody else changes it meanwhile, and nobody removes it.

    ``misplaced_at``: a paper that came to the wrong case, and stays because it was used there.
    ``taken_out_at``: one that was not used: nobody finds or opens it any more.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    status = models.CharField(max_length=10, choices=Status)
    internal = models.BooleanField(default=False)
    template = models.CharField(max_length=100, blank=True)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    step = models.ForeignKey("cases.CaseEvent", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.CharField(max_length=36)
    created_by_name = models.CharField(max_length=200)
    locked_by_id = models.CharField(max_length=36, blank=True)
    locked_by_name = models.CharField(max_length=200, blank=True)
    misplaced_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="documents_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="received") | Q(received_at__isnull=False),
                name="what_was_received_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False),
                name="what_was_sent_has_its_day",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit names this document: ``document:<uuid>``."""
        return f"document:{self.uuid}"

    @property
    def closed(self) -> bool:
        """Whether its content can never change any more."""
        return self.status != Status.DRAFT


class DocumentVersion(models.Model):
    """One content of a document: never changed, never removed while the document is there
    (triggers hold that). ``source``: what a letter was made from, so that it can be made again
    with another date; empty for an upload. Name and address stand in it, so it is sealed.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    source: models.Field[Any, Any] = SealedJSONField(SEAL, guard=GUARD, blank=True, default=dict)
    created_at = models.DateTimeField()
    created_by_id = models.CharField(max_length=36)
    created_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_versions_are_numbered"
            )
        ]


class Dispatch(models.Model):
    """A sending to one party: ``sent_at`` is the real moment, from the carrier's receipt.

    ``uuid`` is the message's: the carrier takes it once, however often it is told. ``complaint``
    is the time to complain (``"P4W"``) that the letter tells of; it runs from the sending, so
    ``complaint_until`` is set with ``sent_at``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="dispatches")
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="+")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=DispatchChannel)
    state = models.CharField(max_length=6, choices=DispatchState, default=DispatchState.QUEUED)
    queued_at = models.DateTimeField()
    queued_by_id = models.CharField(max_length=36)
    sent_at = models.DateTimeField(null=True)
    receipt_sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    complaint = models.CharField(max_length=20, blank=True)
    complaint_cites = models.CharField(max_length=200, blank=True)
    complaint_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="a_sending_has_its_moment",
            )
        ]
        indexes = [models.Index(fields=["state", "queued_at"], name="sendings_that_wait")]
