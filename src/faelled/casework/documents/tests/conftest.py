"""Fixtures of this room: a small process that writes, sends and receives."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
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


@pytest.fixture(scope="module")
def lasting_office(lasting: bool) -> Office | None:
    return the_office(Path()) if lasting else None


@pytest.fixture
def office(lasting_office: Office | None, db: None, folders: Path) -> Office:
    if lasting_office is None:
        return the_office(folders)
    return replace(deepcopy(lasting_office), folder=folders)
