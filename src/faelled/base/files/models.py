"""A stored file: its name and proof in a row, its bytes in the storage under a random name."""

import uuid

from django.db import models

from faelled.base.people.models import Authority


class StoredFile(models.Model):
    """Never changed after it is stored; a new content is a new row.

    ``sha256`` is of the bytes; ``uploaded_by_id`` the user's uuid or ``"system"``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=100, unique=True, editable=False)
    uploaded_by_id = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["authority", "uploaded_at"], name="files_by_time")]
