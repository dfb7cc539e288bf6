"""A message is laid on a case: its papers are the case's, and somebody there owes it a look."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.post.actions.rows import held, held_waiting, log
from faelled.apps.post.matching import party_in
from faelled.apps.post.models import Placement, Received, State
from faelled.apps.post.queries import forget_count
from faelled.base.access.actor import Actor
from faelled.base.connect.digitalpost.model import IdType
from faelled.base.files.actions import store_made
from faelled.base.files.models import StoredFile
from faelled.base.people.actions import register_company, register_person
from faelled.base.people.models import Company, Person
from faelled.base.people.queries import find_person_by_cpr
from faelled.casework.cases.actions import NewParty, open_case, owe, settle
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseType, Party, Status
from faelled.casework.cases.queries import works_on
from faelled.casework.documents.actions import receive_post
from faelled.casework.documents.pdf import ReceiptPage, render_receipt
from faelled.lib.text.cpr import REAL_AND_DEMO, CprError, parse
from faelled.lib.text.cvr import CvrError, parse_cvr

PDF, APPLICANT = "application/pdf", "applicant"
# How the work list calls it, in the language that the case's papers are kept in.
TASK = "Læs den nye Digital Post"
NUMBER = frozenset({"id", "id_type"})


@transaction.atomic
def place(row: Received, case: Case, *, by: Actor, now: datetime) -> Received:
    """Lay a waiting message on a case that ``by`` works on. Raises NotYours or CaseError."""
    row = held_waiting(row, by=by, now=now)
    if not works_on(by, case, now=now):
        raise NotYours(_("Du arbejder ikke på sagen og kan derfor ikke lægge post på den."))
    lay_on(row, case, party_in(case, row, now), by=by, now=now)
    if by.employee_id is not None and case.handler_id in by.employee_ids:
        _seen(row, case, by=by, now=now)
    return row


@transaction.atomic
def open_with(
    row: Received, case_type: CaseType, *, by: Actor, now: datetime, title: str = ""
) -> Case:
    """Open a case with a waiting message; the case begins, and its clocks run, from the moment the
    message came. A sender whom we do not know yet becomes a person or a company, by the number that
    Digital Post gave. Raises CaseError or NotYours; then nothing was made.
    """
    row = held_waiting(row, by=by, now=now)
    sender = row.person or row.company or _register(row, by=by, now=now)
    row.person = sender if isinstance(sender, Person) else None
    row.company = sender if isinstance(sender, Company) else None
    # A company has nobody yet who logs in for it; its letters come by its number.
    sees = row.person is not None
    parties = [NewParty(sender, APPLICANT, case_type.citizen_role, sees)] if sender else []
    case = open_case(
        case_type, by=by, now=now, parties=parties, title=title, received_at=row.received_at
    )
    lay_on(row, case, party_in(case, row, now), by=by, now=now)
    _seen(row, case, by=by, now=now)
    return case


@transaction.atomic
def see(row: Received, *, by: Actor, now: datetime) -> Received:
    """Somebody who works on the case has read it; their task is done."""
    row = held(row, by=by, now=now)
    if row.case is None or row.state != State.PLACED:
        raise CaseError(_("Meddelelsen ligger ikke på en sag."))
    if not works_on(by, row.case, now=now):
        raise NotYours(_("Du arbejder ikke på sagen."))
    if row.unread:
        _seen(row, row.case, by=by, now=now)
    return row


def lay_on(row: Received, case: Case, party: Party | None, *, by: Actor, now: datetime) -> None:
    """The message and its files become received papers of the case, dated when they came. Runs in
    the caller's transaction, which holds the message.
    """
    files = row.files.filter(file__isnull=False).select_related("file")
    papers = [(one.name, one.file) for one in files if one.file]
    if not row.words_in_a_file:
        papers.insert(0, (row.title, _letter(row, case, by=by, now=now)))
    kept = receive_post(case, papers, sender=party, received_at=row.received_at, by=by, now=now)
    Placement.objects.create(
        received=row,
        case=case,
        papers=[str(paper.uuid) for paper in kept],
        placed_at=now,
        placed_by_name=by.shown_name,
    )
    row.state, row.case, row.unit = State.PLACED, case, None
    row.settled_at, row.settled_by_name = now, by.shown_name
    if row.person_id or row.company_id:
        # The number of somebody we know stands in our register, and nowhere else.
        row.words = {name: said for name, said in row.words.items() if name not in NUMBER}
    row.save()
    log(row, "post.place", {"case": str(case.uuid)}, by=by, now=now)
    if case.status != Status.CLOSED:
        owe(case, row.ref, TASK, by=by, now=now)
    else:
        _mark_seen(row, now)
    forget_count(row.authority_id)


def _seen(row: Received, case: Case, *, by: Actor, now: datetime) -> None:
    settle(case, row.ref, by=by, now=now)
    _mark_seen(row, now)
    log(row, "post.see", {}, by=by, now=now)


def _mark_seen(row: Received, now: datetime) -> None:
    row.seen_at = now
    row.save(update_fields=["seen_at"])


def _letter(row: Received, case: Case, *, by: Actor, now: datetime) -> StoredFile:
    """What was written, as a paper: who, when, what about, the words, and which files came along,
    also those that were not taken.
    """
    rows = [
        (_("Fra"), row.sender_name),
        (_("Skrevet af"), row.representative),
        (_("Emne"), row.title),
        (_("Meddelelse"), row.text),
        *((_("Vedhæftet"), _attached(one.name, one.problem)) for one in row.files.all()),
    ]
    page = ReceiptPage(
        title=row.title,
        authority=row.authority.name,
        case_number=case.number,
        sent_at=row.received_at,
        rows=[(label, text) for label, text in rows if text],
        lead=_("Modtaget i Digital Post."),
    )
    return store_made(
        render_receipt(page, now=now),
        f"{row.title[:100]}.pdf",
        PDF,
        stream=case.ref,
        subjects=[case.ref],
        by=by,
        now=now,
    )


def _attached(name: str, problem: str) -> str:
    return (
        _("%(name)s (ikke taget imod: %(why)s)") % {"name": name, "why": problem}
        if problem
        else name
    )


def _register(row: Received, *, by: Actor, now: datetime) -> Person | Company | None:
    """A row for who writes for the first time; None where Digital Post gave no number."""
    kind = row.words.get("id_type")
    if kind == IdType.CPR:
        return _register_person(row, by=by, now=now)
    return _register_company(row, by=by, now=now) if kind == IdType.CVR else None


def _register_company(row: Received, *, by: Actor, now: datetime) -> Company:
    try:
        cvr = parse_cvr(str(row.words.get("id", "")))
    except CvrError:
        raise CaseError(_("Afsenderens CVR-nummer kan ikke læses.")) from None
    known = Company.objects.filter(authority=row.authority, cvr=cvr).first()
    if known is not None:
        return known
    return register_company(row.authority, cvr=cvr, name=row.sender_name or cvr, by=by, now=now)


def _register_person(row: Received, *, by: Actor, now: datetime) -> Person:
    try:
        cpr = parse(str(row.words.get("id", "")), REAL_AND_DEMO)
    except CprError:
        raise CaseError(_("Afsenderens CPR-nummer kan ikke læses. Opret personen først.")) from None
    known = find_person_by_cpr(cpr, by=by, now=now)
    if known is not None:
        return known
    given, _space, family = row.sender_name.rpartition(" ")
    return register_person(
        row.authority,
        given_name=given or family,
        family_name=family if given else "",
        cpr=cpr,
        by=by,
        now=now,
    )
