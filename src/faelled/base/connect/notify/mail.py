"""Mail through the authority's own server, encrypted and with its certificate checked."""

import smtplib
import ssl
from contextlib import closing
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

# A receiver's system must not answer it (RFC 3834), and no calendar takes it for a person's.
HEADERS = {"Auto-Submitted": "auto-generated"}


class MailError(Exception):
    """The mail was not sent; the message is for people and holds no address."""


class MailAwayError(MailError):
    """The server cannot be reached, or will not talk with us: nobody's mail leaves now."""


class CheckedSmtp(EmailBackend):
    """SMTP that believes the server only under the site's roots of trust."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=settings.CONNECT_CA_BUNDLE or None)


def configured() -> bool:
    return bool(settings.MAIL != "none" and settings.DEFAULT_FROM_EMAIL)


def is_address(text: str) -> bool:
    """``is_address("anna@example.dk")``; one address and nothing beside it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def send(to: str, *, subject: str, text: str) -> None:
    """One mail of plain text to one address."""
    if not is_address(to):
        raise MailError(_("Mailadressen kan ikke bruges."))
    message = EmailMessage(subject=subject, body=text, to=[to], headers=HEADERS)
    try:
        # Closed by hand: the backend leaves a connection that it could not encrypt open.
        with closing(get_connection()) as connection:
            connection.send_messages([message])
    except (smtplib.SMTPRecipientsRefused, BadHeaderError):
        raise MailError(_("Mailen blev afvist.")) from None
    except (smtplib.SMTPException, OSError):
        raise MailAwayError(_("Mailserveren svarer ikke.")) from None
