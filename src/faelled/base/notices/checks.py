"""Settings of the notices that cannot work stop the site at start."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from faelled.base.connect.notify import mail
from faelled.base.connect.notify.sealing import KeyFaultError, private_key


def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.PUSH_CONTACT:
        if not settings.PUSH_CONTACT.startswith(("mailto:", "https://")):
            text = "FAELLED_PUSH_CONTACT must begin with mailto: or https://."
            found.append(Error(text, id="notices.E001"))
        try:
            private_key(settings.PUSH_KEY)
        except KeyFaultError as error:
            found.append(Error(f"FAELLED_PUSH_KEY: {error}", id="notices.E002"))
    if settings.MAIL != "none" and not mail.is_address(settings.DEFAULT_FROM_EMAIL):
        text = "FAELLED_MAIL_FROM must be the address that mail is sent from."
        found.append(Error(text, id="notices.E003"))
    return found
