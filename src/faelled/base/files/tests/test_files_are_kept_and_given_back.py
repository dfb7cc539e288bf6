"""A stored file lies under a random name, comes back whole, and never runs in our name."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings

from faelled.base.access.actor import Actor
from faelled.base.audit.queries import about
from faelled.base.files.actions import remove_file, remove_orphans, store_made, store_upload
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.queries import own_uploads
from faelled.base.files.serving import FileDamagedError, read_file, serve
from faelled.base.files.tests import samples
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
CASE = "case:0b0f7a52-98a5-4d4f-8a0e-5d1f0a3b7c11"


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> Iterator[Path]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return cast.actor(cast.anna)


def uploaded(by: Actor, name: str = "Brev.pdf", data: bytes | None = None) -> StoredFile:
    upload = SimpleUploadedFile(name, samples.pdf() if data is None else data)
    return store_upload(upload, stream=CASE, subjects=[CASE], by=by, now=NOW)


def files_on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_stored_under_a_name_that_nobody_chose(anna: Actor, storage: Path) -> None:
    for name in ("../../../tmp/ondt.pdf", "..\\..\\ondt.pdf", "/etc/ondt.pdf"):
        stored = uploaded(anna, name)
        assert stored.name == "ondt.pdf"
    for path in files_on_disk(storage):
        assert path.parent.parent == storage
        assert len(path.name) == 32
        assert path.stat().st_mode & 0o077 == 0
    assert len(files_on_disk(storage)) == 3


def test_the_row_knows_what_was_stored_by_whom_and_the_log_too(anna: Actor, cast: Cast) -> None:
    stored = uploaded(anna)
    assert (stored.media_type, stored.uploaded_by_id) == ("application/pdf", cast.anna.id)
    assert stored.authority == cast.authority
    assert read_file(stored) == samples.pdf()
    assert [entry.action for entry in about(CASE)] == ["store-file"]


def test_a_refused_file_leaves_nothing_behind(anna: Actor, storage: Path) -> None:
    with pytest.raises(UploadRefusedError):
        uploaded(anna, data=samples.EXE)
    assert not StoredFile.objects.exists()
    assert files_on_disk(storage) == []


def test_a_file_goes_out_as_a_download_that_cannot_run(anna: Actor) -> None:
    response = serve(uploaded(anna, 'Afgørelse "æøå".pdf'))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "%C3%B8" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_was_changed_behind_our_back_is_not_given_out(anna: Actor) -> None:
    stored = uploaded(anna)
    Path(default_storage.path(stored.storage_name)).write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(FileDamagedError):
        serve(stored)
    default_storage.delete(stored.storage_name)
    with pytest.raises(FileDamagedError):
        read_file(stored)


def test_a_letter_of_our_own_is_kept_the_same_way(anna: Actor) -> None:
    stored = store_made(
        b"%PDF", "Brev.pdf", "application/pdf", stream=CASE, subjects=[CASE], by=anna, now=NOW
    )
    assert read_file(stored) == b"%PDF"


@pytest.mark.django_db(transaction=True)
def test_bytes_go_only_when_the_removal_is_certain(anna: Actor, storage: Path) -> None:
    stored = uploaded(anna)
    with pytest.raises(RuntimeError), transaction.atomic():
        remove_file(stored, stream=CASE, subjects=[CASE], by=anna, now=NOW)
        raise RuntimeError
    assert len(files_on_disk(storage)) == 1
    again = StoredFile.objects.get()
    remove_file(again, stream=CASE, subjects=[CASE], by=anna, now=NOW)
    assert files_on_disk(storage) == []
    assert not StoredFile.objects.exists()


def test_bytes_without_a_row_are_swept_after_a_day(anna: Actor, storage: Path) -> None:
    kept = uploaded(anna)
    with pytest.raises(RuntimeError), transaction.atomic():
        uploaded(anna)
        raise RuntimeError
    assert len(files_on_disk(storage)) == 2
    moment = NOW.timestamp()
    for path in files_on_disk(storage):
        os.utime(path, (moment, moment))
    assert remove_orphans(now=NOW + timedelta(hours=1)) == 0
    assert remove_orphans(now=NOW + timedelta(days=2)) == 1
    assert read_file(kept) == samples.pdf()


def test_a_form_can_name_only_files_that_its_sender_sent(anna: Actor, cast: Cast) -> None:
    stored = uploaded(anna)
    names = [str(stored.uuid), "not-an-id", str(stored.uuid).upper()]
    assert own_uploads(anna, names) == {str(stored.uuid): stored}
    assert own_uploads(cast.actor(cast.carla), names) == {}
    assert own_uploads(anna, []) == {}
