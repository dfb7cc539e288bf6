"""Fixtures of this room: the documents' small process, with somebody who sorts the post."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings

from faelled.apps.post.tests.mail import Mail, the_mail


@pytest.fixture
def mail(db: None, tmp_path: Path) -> Iterator[Mail]:
    """Storage and post of one test."""
    cache.clear()
    with override_settings(
        MEDIA_ROOT=tmp_path / "files",
        DIGITAL_POST="fake",
        DIGITAL_POST_OUTBOX=tmp_path / "outbox",
        DIGITAL_POST_LETTERS=tmp_path / "letters",
        DIGITAL_POST_INBOX=tmp_path / "inbox",
    ):
        yield the_mail(tmp_path)
