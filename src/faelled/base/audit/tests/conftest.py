from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def _own_checkpoints(tmp_path: Path) -> Iterator[None]:
    with override_settings(AUDIT_CHECKPOINTS=tmp_path / "checkpoints"):
        yield
