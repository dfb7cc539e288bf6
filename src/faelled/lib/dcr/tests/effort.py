"""How long the random tests look. FAELLED_EFFORT=20 looks twenty times as long, at new cases each
time; without it the same cases are tried always, so a run says the same twice."""

import os

from hypothesis import HealthCheck, settings

EFFORT = int(os.environ.get("FAELLED_EFFORT", "1"))


def looking_at(examples: int) -> settings:
    """Hypothesis settings for so many examples, times the effort."""
    return settings(
        max_examples=examples * EFFORT,
        derandomize=EFFORT == 1,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
