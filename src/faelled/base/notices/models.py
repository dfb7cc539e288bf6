"""What an employee has asked to be told, on which devices, and how far they have been told."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    PUSH = "push", _("På enheden")
    MAIL = "mail", _("Mail")


class Rhythm(models.TextChoices):
    NEVER = "never", _("Nej")
    AT_ONCE = "at-once", _("Ja, når noget nyt venter")
    DAILY = "daily", _("Ja, samlet én gang om dagen")


class Wish(models.Model):
    """One employee, one channel. What began to wait up to ``told_at`` has been told.

    ``look_at``: not before; set ahead by the worker that has taken it, so that another passes by,
    and that it is tried again should the first one die.
    """

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=4, choices=Channel)
    rhythm = models.CharField(max_length=8, choices=Rhythm)
    working_hours = models.BooleanField(default=True)
    told_at = models.DateTimeField()
    look_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee", "channel"], name="one_wish_a_channel")
        ]
        indexes = [
            models.Index(
                fields=["look_at"], condition=~models.Q(rhythm="never"), name="wishes_to_look_at"
            )
        ]


class Device(models.Model):
    """A browser that takes push notices. Its address opens nothing but a way to send to it; the
    newest who switches a browser on has it alone.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=500, unique=True)
    public = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    site_key = models.CharField(max_length=100)
    title = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
