"""What one citizen may send in a day has an end, and the end says what to do."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from faelled.base.access.actor import Actor
from faelled.base.files.actions import remove_file, store_upload
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError
from tests.cast import NOW, Cast, Citizen, Worker

pytestmark = pytest.mark.django_db
TOO_MUCH = "Send resten i morgen, eller kontakt os."


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path, UPLOAD_DAY_FILES=3, UPLOAD_DAY_BYTES=100):
        yield


def send(by: Actor, size: int = 10, later: timedelta = timedelta()) -> StoredFile:
    upload = SimpleUploadedFile("Brev.txt", b"a" * size)
    return store_upload(upload, stream="x", subjects=(), by=by, now=NOW + later)


@pytest.fixture
def dorthe(cast: Cast) -> Actor:
    return cast.actor(cast.dorthe)


def test_many_small_files_are_stopped(dorthe: Actor) -> None:
    for _ in range(3):
        send(dorthe)
    with pytest.raises(UploadRefusedError, match=TOO_MUCH):
        send(dorthe)


def test_a_few_big_ones_are_stopped_too(dorthe: Actor) -> None:
    send(dorthe, 60)
    with pytest.raises(UploadRefusedError, match=TOO_MUCH):
        send(dorthe, 60)
    send(dorthe, 40)


def test_tomorrow_there_is_room_again(dorthe: Actor) -> None:
    send(dorthe, 100)
    send(dorthe, 100, later=timedelta(days=1))


def test_what_is_let_go_of_does_not_count(dorthe: Actor) -> None:
    remove_file(send(dorthe, 100), stream="x", subjects=(), by=dorthe, now=NOW)
    send(dorthe, 100)


@pytest.mark.parametrize("who", ["esben", "anna"])
def test_one_person_s_day_is_not_another_s(cast: Cast, dorthe: Actor, who: str) -> None:
    send(dorthe, 100)
    other: Citizen | Worker = getattr(cast, who)
    send(cast.actor(other), 100)


def test_an_employee_scans_as_much_as_comes(cast: Cast) -> None:
    for _ in range(5):
        send(cast.actor(cast.anna), 100)
