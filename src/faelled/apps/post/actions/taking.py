"""A message comes in: kept once, its files checked, and laid on the case that it answers."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.post.actions.placing import lay_on
from faelled.apps.post.actions.rows import log
from faelled.apps.post.matching import answered_case
from faelled.apps.post.models import Received, ReceivedFile
from faelled.apps.post.queries import forget_count
from faelled.apps.post.reading import Incoming, SentFile, read_message
from faelled.base.access.actor import Actor, system_actor
from faelled.base.connect.digitalpost.inbox import NotTaken
from faelled.base.connect.digitalpost.model import IdType, Message
from faelled.base.files.actions import store_upload
from faelled.base.files.problems import NotScannedError, UploadRefusedError
from faelled.base.people.models import Authority, Company, Person
from faelled.base.people.queries import find_person_by_cpr
from faelled.casework.cases.models import Case
from faelled.lib.text.cpr import REAL_AND_DEMO, CprError, parse

# A time of the sender's further back than this is a clock that is wrong, and ours is taken.
OLDEST = timedelta(days=31)


def take_in(message: Message, *, now: datetime) -> Received:
    """Keep a message; the same again gives the one that is kept. In one transaction.

    Raises NotTaken where it is for no authority here, or another content came under its id before;
    NotScannedError where the virus scanner is away: then it is to be handed over again.
    """
    try:
        incoming = read_message(message, now=now)
    except ValueError:
        raise NotTaken(_("Meddelelsens nummer er ikke et UUID.")) from None
    authority = _authority(incoming)
    earlier = Received.objects.filter(
        authority=authority, message_uuid=incoming.message_uuid
    ).first()
    if earlier is not None and earlier.sha256 != incoming.sha256:
        raise NotTaken(_("En anden meddelelse er kommet under samme nummer før."))
    return earlier or keep_message(incoming, authority, now=now)


def _authority(incoming: Incoming) -> Authority:
    """Whom it is for. Several authorities may share a CVR number: then the case it answers says
    which.
    """
    found = (
        list(Authority.objects.filter(cvr=incoming.recipient_cvr)) if incoming.recipient_cvr else []
    )
    if len(found) > 1:
        cases = Case.objects.filter(uuid__in=incoming.case_ids, authority__in=found)
        found = list(Authority.objects.filter(pk__in=cases.values("authority_id")))
    if len(found) != 1:
        raise NotTaken(_("Meddelelsen er ikke til en myndighed, der er her."))
    return found[0]


@transaction.atomic
def keep_message(incoming: Incoming, authority: Authority, *, now: datetime) -> Received:
    """A message that has not come before, for one authority."""
    by = system_actor(authority.pk)
    sender = _sender(incoming, authority, by=by, now=now)
    answered = answered_case(incoming, authority, sender=sender, now=now)
    row = Received.objects.create(
        authority=authority,
        message_uuid=incoming.message_uuid,
        sha256=incoming.sha256,
        person=sender if isinstance(sender, Person) else None,
        company=sender if isinstance(sender, Company) else None,
        words=_words(incoming),
        received_at=_received_at(incoming.created_at, now),
        fetched_at=now,
        about=answered.case if answered else None,
        unit=answered.case.owner_unit if answered else None,
    )
    log(row, "post.receive", {"files": len(incoming.files)}, by=by, now=now)
    for file in incoming.files:
        _keep_file(row, file, by=by, now=now)
    if answered is not None and answered.certain:
        lay_on(row, answered.case, answered.party, by=by, now=now)
    forget_count(authority.pk)
    return row


def _keep_file(row: Received, sent: SentFile, *, by: Actor, now: datetime) -> None:
    """A file is checked like any upload; one that is not taken leaves its name and the reason."""
    kept = ReceivedFile(received=row, name=sent.name)
    upload = ContentFile(sent.content, name=sent.name)
    try:
        kept.file = store_upload(upload, stream=row.ref, subjects=[row.ref], by=by, now=now)
    except NotScannedError:
        raise
    except UploadRefusedError as refusal:
        kept.problem = str(refusal)[:300]
    kept.save()


def _sender(
    incoming: Incoming, authority: Authority, *, by: Actor, now: datetime
) -> Person | Company | None:
    """Who Digital Post says has sent it (LBK 686/2021 § 10, nr. 2), where we know them; the look-up
    is logged.
    """
    if incoming.sender_type is IdType.CVR:
        return Company.objects.filter(authority=authority, cvr=incoming.sender_id).first()
    try:
        cpr = parse(incoming.sender_id, REAL_AND_DEMO)
    except CprError:
        return None
    return find_person_by_cpr(cpr, by=by, now=now)


def _words(incoming: Incoming) -> dict[str, str]:
    return {
        "title": incoming.title or _("Uden emne"),
        "sender": incoming.sender_name,
        "representative": incoming.representative,
        "id": incoming.sender_id,
        "id_type": str(incoming.sender_type),
        "text": incoming.text,
    }


def _received_at(created: datetime, now: datetime) -> datetime:
    """When it was there for us to read (LBK 686/2021 § 10, nr. 1); no later than now, and no
    earlier than can be true.
    """
    return min(created, now) if created > now - OLDEST else now
