"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``demo`` tells whether this installation holds invented people only."""
    return {"demo": settings.DEMO}
