"""What a citizen, or a guest without log-in, has begun and not sent yet."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from faelled.apps.intake.sealing import SealedAnswersField

# A draft that nobody touches for this long is removed (databeskyttelsesforordningen art. 5, 1 e).
KEPT = timedelta(days=30)
# So long before, the list of drafts says it aloud.
REMINDED = timedelta(days=7)


class Draft(models.Model):
    """A form under way: the answers between the page where they are typed and the page that sends.

    Either an application (``case_type``, ``person``) or a step of a case (``case``). Without owner
    and person it is a guest's (`Guest`). The owner alone reads it; the authority does not, for it
    has not been sent. ``uuid`` is the key of the step it becomes, so a draft is sent once. When it
    is sent its answers are emptied, and the row points at what it became until it is removed with
    the other old ones.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="+")
    case_type = models.ForeignKey("cases.CaseType", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    version = models.ForeignKey("processes.ProcessVersion", models.PROTECT, related_name="+")
    event_id = models.CharField(max_length=200)
    answers = SealedAnswersField(default=dict)
    seen_seq = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    became = models.ForeignKey("cases.CaseEvent", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    case__isnull=False,
                    case_type__isnull=True,
                    person__isnull=True,
                    owner__isnull=False,
                )
                | Q(
                    case__isnull=True,
                    case_type__isnull=False,
                    person__isnull=False,
                    owner__isnull=False,
                )
                | Q(
                    case__isnull=True,
                    case_type__isnull=False,
                    person__isnull=True,
                    owner__isnull=True,
                ),
                name="intake_draft_is_an_application_or_a_step",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, became__isnull=True)
                | Q(sent_at__isnull=False, became__isnull=False),
                name="intake_a_sent_draft_became_a_step",
            ),
            models.UniqueConstraint(
                fields=["owner", "case", "event_id"],
                condition=Q(sent_at__isnull=True),
                name="intake_one_draft_a_step",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-changed_at"], name="intake_drafts_of_a_person")]

    @property
    def vanishes_at(self) -> datetime:
        """When it is removed, if nobody touches it before."""
        return self.changed_at + KEPT

    @property
    def vanishes_soon(self) -> bool:
        """Whether that is so near that the owner is reminded."""
        return self.changed_at + KEPT - REMINDED < timezone.now()


class Guest(models.Model):
    """Somebody who applies without a log-in: what they say of themselves, which nobody has checked.

    ``contact`` holds name, address and e-mail, sealed. The secret link is kept as a keyed digest,
    and the code as a password is: who reads the database can use neither. ``source`` is a digest of
    where the request came from, for the limit on how many one can begin; it changes every day.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    draft = models.OneToOneField(Draft, models.SET_NULL, null=True, related_name="guest")
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="+")
    contact = SealedAnswersField(default=dict)
    link_digest = models.CharField(max_length=64, unique=True)
    link_until = models.DateTimeField()
    code_digest = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=64)
    begun_at = models.DateTimeField(db_index=True)


class GuestTry(models.Model):
    """A wrong code, or a new code asked for: from where and about what, as digests that change each
    day. It closes the door for who tries, and for nobody else; gone after a day.
    """

    source = models.CharField(max_length=64)
    what = models.CharField(max_length=64)
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "tried_at"], name="intake_tries_of_a_source")]
