"""What a citizen has begun and not sent yet."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from faelled.apps.intake.sealing import SealedAnswersField

# A draft that nobody touches for this long is removed (databeskyttelsesforordningen art. 5, 1 e).
KEPT = timedelta(days=30)


class Draft(models.Model):
    """A form under way: the answers between the page where they are typed and the page that sends.

    Either an application (``case_type``, ``person``) or a step of a case (``case``). The owner
    alone reads it; the authority does not, for it has not been sent. ``uuid`` is the key of the
    step it becomes, so a draft is sent once. When it is sent its answers are emptied, and the row
    points at what it became until it is removed with the other old ones.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="+")
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
                condition=Q(case__isnull=False, case_type__isnull=True, person__isnull=True)
                | Q(case__isnull=True, case_type__isnull=False, person__isnull=False),
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
