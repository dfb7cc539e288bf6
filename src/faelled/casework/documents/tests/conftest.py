"""Fixtures of this room: a small process that writes, sends and receives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from faelled.casework.documents.tests.office import Office, the_office


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """Storage and post of one test."""
    with override_settings(
        MEDIA_ROOT=tmp_path / "files",
        DIGITAL_POST="fake",
        DIGITAL_POST_OUTBOX=tmp_path / "outbox",
        DIGITAL_POST_LETTERS=tmp_path / "letters",
    ):
        yield tmp_path


@pytest.fixture
def office(db: None, folders: Path) -> Office:
    return the_office(folders)
