"""Storing and removing files."""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction

from faelled.base.access.actor import Actor
from faelled.base.access.log import log_write
from faelled.base.audit.chain import Json
from faelled.base.files.models import StoredFile
from faelled.base.files.names import clean_name
from faelled.base.files.quota import hold_quota, refuse_over_quota
from faelled.base.files.scanning import SCANNERS
from faelled.base.files.upload import check_upload
from faelled.base.statements import insert

# A file without a row this long after it was written belongs to an upload that was given up.
ORPHAN_AGE = timedelta(days=1)


def store_upload(
    upload: File[bytes], *, stream: str, subjects: Sequence[str], by: Actor, now: datetime
) -> StoredFile:
    """Take a file from outside: checked first, ``UploadRefusedError`` with reasons otherwise.

    ``stream`` and ``subjects`` say what it belongs to in the audit log: ``"case:<uuid>"``.
    """
    name = clean_name(upload.name or "")
    refuse_over_quota(upload.size or 0, by=by, now=now)
    kind = check_upload(upload, name, SCANNERS.chosen())
    with transaction.atomic():
        # Asked again where those who send at the same moment take turns: each has been counted.
        hold_quota(by)
        refuse_over_quota(upload.size or 0, by=by, now=now)
        return _store(
            upload, name, kind.media_type, stream=stream, subjects=subjects, by=by, now=now
        )


def store_made(
    data: bytes,
    name: str,
    media_type: str,
    *,
    stream: str,
    subjects: Sequence[str],
    by: Actor,
    now: datetime,
) -> StoredFile:
    """Keep a file the system made itself, such as a letter."""
    return _store(
        ContentFile(data),
        clean_name(name),
        media_type,
        stream=stream,
        subjects=subjects,
        by=by,
        now=now,
    )


@transaction.atomic
def remove_file(
    stored: StoredFile, *, stream: str, subjects: Sequence[str], by: Actor, now: datetime
) -> None:
    """Remove the row, and the bytes once the removal is certain."""
    place = stored.storage_name
    proof: dict[str, Json] = {"file": str(stored.uuid), "sha256": stored.sha256}
    stored.delete()
    log_write(by, stream=stream, action="remove-file", subjects=subjects, detail=proof, now=now)
    transaction.on_commit(lambda: default_storage.delete(place))


def remove_orphans(*, now: datetime) -> int:
    """Delete bytes that no row points to: an upload whose transaction was rolled back.

    Returns how many. Nothing younger than a day is touched: its row may not be there yet.
    """
    removed = 0
    for folder in default_storage.listdir("")[0]:
        for file in default_storage.listdir(folder)[1]:
            place = f"{folder}/{file}"
            old = default_storage.get_modified_time(place) < now - ORPHAN_AGE
            if old and not StoredFile.objects.filter(storage_name=place).exists():
                default_storage.delete(place)
                removed += 1
    return removed


@transaction.atomic
def _store(
    upload: File[bytes],
    name: str,
    media_type: str,
    *,
    stream: str,
    subjects: Sequence[str],
    by: Actor,
    now: datetime,
) -> StoredFile:
    identity = uuid4()
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    # Random, flat and without an extension: nothing a person wrote decides where it lies.
    place = default_storage.save(f"{identity.hex[:2]}/{identity.hex}", upload)
    _to_disk(place)
    stored = StoredFile(
        uuid=identity,
        authority_id=by.authority_id,
        name=name,
        media_type=media_type,
        size=upload.size,
        sha256=digest.hexdigest(),
        storage_name=place,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    insert([stored])
    detail: dict[str, Json] = {"file": str(identity), "sha256": stored.sha256, "size": stored.size}
    log_write(by, stream=stream, action="store-file", subjects=subjects, detail=detail, now=now)
    return stored


def _to_disk(place: str) -> None:
    """On a local disk the bytes survive a power cut before a row says that they are there."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    path = Path(default_storage.path(place))
    for one in (path, path.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
