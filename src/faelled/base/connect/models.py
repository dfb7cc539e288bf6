"""The sessions of the site, each with the person whose it is."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class LogIn(AbstractBaseSession):
    """One browser in which somebody is logged in, or a visitor's session without ``user``.

    ``number`` names it on a page, for the session's own key is a secret of its cookie.
    """

    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="log_ins")
    number = models.UUIDField(db_index=True)
    begun_at = models.DateTimeField()
    device = models.CharField(max_length=60, blank=True)
