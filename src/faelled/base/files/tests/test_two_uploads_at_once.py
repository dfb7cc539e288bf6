"""Dorthe's day has room for one file more, and two come at the very same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings

from faelled.base.files import actions
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.upload import check_upload
from tests.cast import NOW, the_cast


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limits", [{"UPLOAD_DAY_FILES": 1}, {"UPLOAD_DAY_BYTES": 15}])
def test_one_is_taken_and_one_is_told_to_wait(tmp_path: Path, limits: dict[str, int]) -> None:
    people = the_cast()
    dorthe, together = people.actor(people.dorthe), Barrier(2)

    def checked(*given: object) -> object:
        """Both have been let through the first look before either is kept."""
        kind = check_upload(*given)  # type: ignore[arg-type]
        together.wait(timeout=20)
        return kind

    def send(_window: int) -> bool:
        upload = SimpleUploadedFile("Brev.txt", b"a" * 10)
        try:
            actions.store_upload(upload, stream="x", subjects=(), by=dorthe, now=NOW)
        except UploadRefusedError:
            return False
        finally:
            connection.close()
        return True

    with (
        override_settings(MEDIA_ROOT=tmp_path, **limits),
        patch.object(actions, "check_upload", checked),
        ThreadPoolExecutor(2) as windows,
    ):
        taken = list(windows.map(send, range(2)))
    assert sorted(taken) == [False, True]
    assert StoredFile.objects.count() == 1
