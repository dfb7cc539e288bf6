"""Entries are written once. Triggers (migration 0002) refuse every change and deletion."""

import json
from typing import Any

from django.db import models

from faelled.base.audit.chain import Link


class Head(models.Model):
    """The end of one stream: locked by whoever appends, so a chain never forks.

    ``seal`` is a MAC over stream, count and digest (``chain.head_seal``).
    """

    stream = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64, blank=True, default="")


class Entry(models.Model):
    """One thing that happened. ``subjects`` and ``detail`` are JSON texts, kept to the byte:
    a database's own JSON type would rewrite numbers and key order under the digest.
    """

    stream = models.CharField(max_length=120)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=100)
    authority_id = models.BigIntegerField(default=0)
    actor_id = models.CharField(max_length=64)
    on_behalf_of_id = models.CharField(max_length=64, blank=True, default="")
    unit_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=100)
    subjects = models.TextField()
    detail = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="audit_entry_one_per_place")
        ]
        # The report of look-ups walks these backwards, a page at a time (audit.report).
        indexes = [
            models.Index(fields=["authority_id", "action", "at", "id"], name="audit_by_time"),
            models.Index(fields=["actor_id", "action", "at", "id"], name="audit_by_actor"),
            models.Index(
                fields=["on_behalf_of_id", "action", "at", "id"],
                condition=~models.Q(on_behalf_of_id=""),
                name="audit_by_principal",
            ),
        ]

    @property
    def data(self) -> dict[str, Any]:
        """``detail`` as the mapping it was recorded from."""
        found = json.loads(self.detail)
        return found if isinstance(found, dict) else {}

    def link(self) -> Link:
        return Link(
            stream=self.stream,
            seq=self.seq,
            at=self.at,
            action=self.action,
            authority_id=self.authority_id,
            actor_id=self.actor_id,
            on_behalf_of_id=self.on_behalf_of_id,
            unit_id=self.unit_id,
            purpose=self.purpose,
            subjects=self.subjects,
            detail=self.detail,
        )


class EntrySubject(models.Model):
    """The index from a subject, ``"person:<uuid>"``, to the entries about it, in the order of time.

    A trigger fills it from ``Entry.subjects`` in the statement that inserts the entry. So the
    database need not look up the entry again for each of a list's two hundred subjects (there is no
    constraint on ``entry``); the verifier compares the index with the entries.
    """

    entry = models.ForeignKey(
        Entry, on_delete=models.DO_NOTHING, related_name="about", db_constraint=False
    )
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at", "entry"], name="audit_by_subject_in_time")]
