import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_names_remembered() -> None:
    """The header remembers names for a minute; a test's rows are gone before that."""
    cache.clear()
