"""How much one person may send in a day: a disk is filled by many small files as well."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.files.models import StoredFile
from faelled.base.files.problems import UploadRefusedError

DAY = timedelta(days=1)
# Employees scan for others, and answer for it with their names.
UNLIMITED = frozenset({ActorKind.EMPLOYEE, ActorKind.SYSTEM})


def hold_quota(by: Actor) -> None:
    """Let the uploads of one person take turns until the transaction ends, so that a hundred sent
    at once are counted as a hundred. On SQLite a transaction that writes is alone anyway.
    """
    if by.kind in UNLIMITED or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"upload:{by.authority_id}:{by.id}"],
        )


def refuse_over_quota(size: int, *, by: Actor, now: datetime) -> None:
    """Raise UploadRefusedError, with a way on, where ``size`` more is too much for today.

    What has been removed again does not count.
    """
    if by.kind in UNLIMITED:
        return
    today = StoredFile.objects.filter(
        authority_id=by.authority_id, uploaded_at__gt=now - DAY, uploaded_by_id=by.id
    ).aggregate(files=Count("pk"), bytes=Sum("size"))
    too_many = today["files"] >= settings.UPLOAD_DAY_FILES
    if too_many or (today["bytes"] or 0) + size > settings.UPLOAD_DAY_BYTES:
        names = {
            "size": filesizeformat(settings.UPLOAD_DAY_BYTES),
            "files": settings.UPLOAD_DAY_FILES,
        }
        raise UploadRefusedError(
            (
                _(
                    "Du har sendt så meget, som man kan på et døgn (%(size)s eller %(files)s "
                    "filer). Dine svar er gemt. Send resten i morgen, eller kontakt os."
                )
                % names,
            )
        )
