"""A chat, who is in it, and what they wrote; only ``actions`` writes these rows."""

import uuid

from django.db import models
from django.db.models import Q

from faelled.casework.cases.models import both_names
from faelled.casework.chats.sealing import SealedWordsField


class Chat(models.Model):
    """Talk about one thing: ``subject`` is its key (``"chain:<uuid>"``), one open chat a subject.

    ``case`` is the case the thing belongs to, where it is one of ours. When the chat is closed it
    can only be read, until ``remove_at``; then nobody can, and a job removes the rows.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("people.Authority", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    title = SealedWordsField()
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    last_seq = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    remove_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "subject"],
                condition=Q(closed_at__isnull=True),
                name="chats_one_open_chat_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, remove_at__isnull=True)
                | Q(closed_at__isnull=False, remove_at__isnull=False),
                name="chats_a_closed_chat_has_its_end",
            ),
        ]

    @property
    def ref(self) -> str:
        """How audit names this chat: ``chat:<uuid>``."""
        return f"chat:{self.uuid}"

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class Member(models.Model):
    """An employee in a chat, also one who does not work on the case. They read what was written
    from ``sees_from`` on; ``read_seq`` is the last that they have been shown.
    """

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="members")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    sees_from = models.DateTimeField()
    read_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "employee"], name="chats_in_a_chat_once")
        ]


class Message(models.Model):
    """One thing said. ``key`` names the form post: pressed twice, said once."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    author_id = models.CharField(max_length=36)
    author_name = models.CharField(max_length=200)
    on_behalf_of_name = models.CharField(max_length=200, blank=True)
    text = SealedWordsField()
    at = models.DateTimeField()
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "seq"], name="chats_messages_are_numbered"),
            models.UniqueConstraint(fields=["chat", "key"], name="chats_one_message_a_form_post"),
        ]

    @property
    def shown_name(self) -> str:
        """Who wrote it, with both names where one acted for another."""
        return both_names(self.author_name, self.on_behalf_of_name)
