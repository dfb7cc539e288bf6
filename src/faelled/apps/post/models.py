"""Digital Post that has come in; only ``actions`` writes here."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from faelled.base.people.sealed_json import SealedJSONField

SEAL = "faelled received post"


class State(models.TextChoices):
    WAITING = "waiting", _("Venter")
    PLACED = "placed", _("Lagt på sag")
    SET_ASIDE = "set-aside", _("Kræver ikke mere")


class Received(models.Model):
    """One message. ``message_uuid`` is the sender's id of it: taken once.

    ``words``: title, name of the sender, of who wrote for them, their number and the text, sealed.
    They stay when it lies on a case, for that may be the wrong one (`Placement`); only the number
    of a sender whom we know goes. Some time after somebody there has seen it, all but the title and
    the sender's name go (``forgotten_at``): the case's papers have them.
    ``received_at``: when it came to us, which the clocks run from; ``fetched_at`` when we read it.
    ``unit``: whose list it waits on, None for those who sort. ``case``: where it lies; ``about``:
    the case that it says it is about, while a person has not said so.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    message_uuid = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey("people.Company", models.PROTECT, null=True, related_name="+")
    words: models.Field[Any, Any] = SealedJSONField(SEAL, default=dict)
    received_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    about = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "message_uuid"], name="post_taken_once"),
            models.CheckConstraint(
                condition=~Q(state="placed") | Q(case__isnull=False),
                name="post_on_a_case_has_its_case",
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", "unit", "received_at"],
                condition=Q(state="waiting"),
                name="post_that_waits",
            ),
            models.Index(fields=["case", "seen_at"], name="post_of_a_case"),
        ]

    @property
    def ref(self) -> str:
        """How the audit log names it: ``post:<uuid>``."""
        return f"post:{self.uuid}"

    @property
    def waits(self) -> bool:
        return self.state == State.WAITING

    @property
    def unread(self) -> bool:
        """Whether it lies on a case and nobody who works there has said that they have seen it."""
        return self.state == State.PLACED and self.seen_at is None

    @property
    def title(self) -> str:
        return self._said("title")

    @property
    def sender_name(self) -> str:
        """What the sender is called in Digital Post."""
        return self._said("sender")

    @property
    def representative(self) -> str:
        """Who wrote it for the sender, if somebody did."""
        return self._said("representative")

    @property
    def text(self) -> str:
        return self._said("text")

    @property
    def words_in_a_file(self) -> bool:
        """Whether its words are gone, or were never kept: a paper of its case, and when it is taken
        back a file of its own, holds them (`take_back`).
        """
        return "text" not in self.words

    def _said(self, name: str) -> str:
        return str(self.words.get(name, ""))


class Placement(models.Model):
    """That a message lay on a case, with the uuids of the papers it brought there (no keys: a
    message is no use of its papers); ``taken_back_at`` when that was found to be wrong.
    ``disclosed``: somebody may have read it who was not to.
    """

    received = models.ForeignKey(Received, models.CASCADE, related_name="placements")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    papers: models.JSONField[Any, Any] = models.JSONField(default=list)
    placed_at = models.DateTimeField()
    placed_by_name = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300, blank=True)
    disclosed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["received"],
                condition=Q(taken_back_at__isnull=True),
                name="post_lies_on_one_case",
            )
        ]


class ReceivedFile(models.Model):
    """A file that came with a message: kept, or not taken, with the reason."""

    received = models.ForeignKey(Received, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
