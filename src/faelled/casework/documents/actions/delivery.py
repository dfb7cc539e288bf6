"""Handing a queued letter to the carrier: once, with the date of the day it really leaves."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from faelled.base.access.actor import Actor, system_actor
from faelled.base.connect.digitalpost.letters import About
from faelled.base.connect.digitalpost.letters import letter as memo_letter
from faelled.base.connect.digitalpost.memo_xml import MemoError
from faelled.base.connect.digitalpost.model import File, Message
from faelled.base.connect.digitalpost.outbox import Channel, PostError, Receipt
from faelled.base.connect.digitalpost.post import post_from_settings
from faelled.base.files.actions import store_made
from faelled.base.files.serving import FileDamagedError, read_file
from faelled.casework.cases.actions import write_entry
from faelled.casework.cases.models import JournalKind
from faelled.casework.documents.actions.versions import log, store_version
from faelled.casework.documents.letters import letter_from_json
from faelled.casework.documents.models import Dispatch, DispatchState, Document, Status
from faelled.casework.documents.pdf import render_letter
from faelled.casework.documents.recipients import RecipientError, addressee_of
from faelled.lib.dates import danish_calendar, local_day
from faelled.lib.dates.clocks import last_day, moved_to_working_day
from faelled.lib.dates.duration import parse as parse_duration

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=1)


def deliver(dispatch_uuid: UUID, *, now: datetime) -> Dispatch:
    """Tell the carrier about one sending; safe to do again, and to be killed in at any point.

    First the carrier is asked whether it has the message already (a worker may have died between
    the two). If not, the letter gets today's date when it was written on another day
    (casework.md B.1, 13: the date is the day it is sent), and is handed over. What the carrier
    cannot take now stays in the queue; what can never be sent is marked failed, with the reason.
    """
    dispatch = _read(dispatch_uuid)
    if dispatch.state != DispatchState.QUEUED:
        return dispatch
    channel = Channel(dispatch.channel)
    try:
        post = post_from_settings()
        receipt = post.find(str(dispatch.uuid), channel)
        if receipt is None:
            dispatch = _with_todays_date(dispatch, now=now)
            receipt = post.send(_message(dispatch, now=now), channel, now=now)
    except (PostError, FileDamagedError) as error:
        return _keep(dispatch, str(error), DispatchState.QUEUED)
    except ImproperlyConfigured:
        text = _("Digital Post er ikke sat op. Kontakt systemets drift.")
        return _keep(dispatch, text, DispatchState.QUEUED)
    except (MemoError, RecipientError) as error:
        return _keep(dispatch, str(error), DispatchState.FAILED)
    return _delivered(dispatch, receipt, now=now)


def deliver_waiting(*, now: datetime) -> int:
    """Try again whatever has waited a minute or more; gives how many left."""
    waiting = Dispatch.objects.filter(
        state=DispatchState.QUEUED, queued_at__lte=now - PATIENCE
    ).order_by("queued_at")
    uuids = list(waiting.values_list("uuid", flat=True))
    return sum(deliver(uuid, now=now).state == DispatchState.SENT for uuid in uuids)


@task
def send_post(dispatch_uuid: str) -> None:
    """The job of one sending."""
    deliver(UUID(dispatch_uuid), now=timezone.now())


@task
def send_waiting_post() -> int:
    """The recurring job that takes up what the carrier could not take, or a kill left behind."""
    return deliver_waiting(now=timezone.now())


def _read(dispatch_uuid: UUID) -> Dispatch:
    return Dispatch.objects.select_related(
        "document__case__authority",
        "document__party",
        "version__file",
        "party__person",
        "party__company",
    ).get(uuid=dispatch_uuid)


def _system(dispatch: Dispatch) -> Actor:
    return system_actor(dispatch.document.case.authority_id)


def _with_todays_date(dispatch: Dispatch, *, now: datetime) -> Dispatch:
    """A letter of another day is written anew as the next version; an upload is sent as it is."""
    source = dispatch.version.source
    if not source or source["day"] == local_day(now).isoformat():
        return dispatch
    by = _system(dispatch)
    with transaction.atomic():
        row = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
        document = Document.objects.select_for_update().get(pk=dispatch.document_id)
        newest = document.versions.order_by("-number")[0]
        if newest.source.get("day") != local_day(now).isoformat():
            letter = letter_from_json(source).dated(now)
            file = store_made(
                render_letter(letter, now=now),
                dispatch.version.file.name,
                dispatch.version.file.media_type,
                stream=document.case.ref,
                subjects=[document.case.ref, document.ref],
                by=by,
                now=now,
            )
            newest = store_version(document, file, by=by, now=now, source=letter.to_json())
        row.version = newest
        row.save(update_fields=["version"])
    return _read(dispatch.uuid)


def _message(dispatch: Dispatch, *, now: datetime) -> Message:
    document, file = dispatch.document, dispatch.version.file
    case = document.case
    return memo_letter(
        uuid=dispatch.uuid,
        cvr=case.authority.cvr,
        authority=case.authority.name,
        to=addressee_of(dispatch.party, now=now),
        label=document.title,
        files=[
            File(media_type=file.media_type, name=file.name, language="da", content=read_file(file))
        ],
        about=About(str(case.uuid), kle=case.kle_subject, facet=case.kle_facet),
        # The version's own time, so that the same letter is the same message each time.
        now=dispatch.version.created_at,
    )


def _keep(dispatch: Dispatch, problem: str, state: DispatchState) -> Dispatch:
    """Note what went wrong; the message's own words never hold a person's data."""
    logger.warning("Sending %s: %s", dispatch.uuid, state)
    with transaction.atomic():
        row = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
        if row.state == DispatchState.QUEUED:
            row.state, row.problem, row.attempts = state, problem[:300], row.attempts + 1
            row.save(update_fields=["state", "problem", "attempts"])
    return row


@transaction.atomic
def _delivered(dispatch: Dispatch, receipt: Receipt, *, now: datetime) -> Dispatch:
    """The receipt's moment is the date of sending, on the sending and on the document."""
    row = Dispatch.objects.select_for_update().get(pk=dispatch.pk)
    if row.state == DispatchState.SENT:
        return row
    document = Document.objects.select_for_update().get(pk=row.document_id)
    row.state, row.problem, row.attempts = DispatchState.SENT, "", row.attempts + 1
    row.sent_at, row.receipt_sha256 = receipt.accepted_at, receipt.sha256
    if row.complaint:
        calendar = danish_calendar()
        day = last_day(local_day(row.sent_at), parse_duration(row.complaint), calendar=calendar)
        row.complaint_until = moved_to_working_day(day, calendar=calendar)
    row.save()
    document.status, document.sent_at = Status.SENT, document.sent_at or row.sent_at
    document.save(update_fields=["status", "sent_at"])
    by = _system(dispatch)
    if local_day(row.sent_at) != local_day(row.queued_at):
        _journalise_late(document, row.sent_at, by=by, now=now)
    detail = {"dispatch": str(row.uuid), "sent_at": row.sent_at.isoformat()}
    log(document, "document.sent", detail, by=by, now=now)
    return row


def _journalise_late(document: Document, sent_at: datetime, *, by: Actor, now: datetime) -> None:
    """The journal must show the real day, beside the day it was meant to leave."""
    text = _("%(title)s (først afsendt %(day)s)") % {
        "title": document.title,
        "day": date_format(local_day(sent_at), "j. F Y"),
    }
    write_entry(
        document.case,
        by=by,
        now=now,
        kind=JournalKind.SENT,
        short_text=text,
        occurred_at=sent_at,
        document=document.uuid,
    )
