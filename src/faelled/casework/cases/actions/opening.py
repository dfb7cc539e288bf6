"""A case begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.access.log import log_write
from faelled.base.people.models import Company, Person
from faelled.casework.cases.actions.journal import write_entry
from faelled.casework.cases.errors import CaseError, NotYours
from faelled.casework.cases.models import Case, CaseType, JournalKind, NumberSeries, Party
from faelled.casework.cases.numbers import case_number
from faelled.casework.cases.placing import placement_of_new
from faelled.casework.cases.reading import read_marking
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.casework.processes.queries import newest_version
from faelled.lib.dates import local_day

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class NewParty:
    """A person or a company to join at the opening. The first given is whom the work list names."""

    who: Person | Company
    role: str
    graph_role: str = ""
    sees_case: bool = False

    @property
    def person(self) -> Person | None:
        return self.who if isinstance(self.who, Person) else None

    @property
    def company(self) -> Company | None:
        return self.who if isinstance(self.who, Company) else None

    @property
    def ref(self) -> str:
        """How the audit log names them."""
        kind = "person" if self.person else "company"
        return f"{kind}:{self.who.uuid}"


def open_case(
    case_type: CaseType,
    *,
    by: Actor,
    now: datetime,
    parties: Sequence[NewParty] = (),
    title: str = "",
    received_at: datetime | None = None,
) -> Case:
    """Open a case on the newest published version of the case type's process.

    A citizen may open only what is open to citizens, and must be among the parties, themselves
    or through one they act for. ``received_at``: when what it is opened for came, on paper, where
    that was earlier; the case and its clocks run from then. Raises CaseError or NotYours; then
    nothing was made.
    """
    _check_opening(case_type, by, parties)
    at = received_at or now
    if at > now or (received_at and by.kind is ActorKind.CITIZEN):
        raise CaseError(_("Sagen kan ikke åbnes på den dag."))
    version = newest_version(case_type.process_id)
    if version is None:
        raise CaseError(_("Processen er ikke udgivet endnu, så sagen kan ikke åbnes."))
    graph = graph_for(version.pk)
    placed = placement_of_new(case_type, graph, today=local_day(now))
    marking = engine_for(version.pk).initial(at)
    with transaction.atomic():
        case = Case.objects.create(
            authority_id=case_type.authority_id,
            number=next_number(case_type, placed.subject, now),
            title=title.strip() or graph.case_title or graph.title,
            case_type=case_type,
            version=version,
            **placed.columns,
            owner_unit_id=case_type.unit_id,
            main_person=parties[0].person if parties else None,
            main_company=parties[0].company if parties else None,
            opened_at=at,
            last_step_at=at,
            marking=marking.to_json(),
        )
        _join(case, parties, at)
        read_marking(case, marking, now=at)
        said, kind = _("Sagen er åbnet"), JournalKind.STATUS
        write_entry(case, by=by, now=now, kind=kind, short_text=said, occurred_at=at)
        log_write(
            by,
            stream=case.ref,
            action="case.open",
            subjects=[case.ref, *(party.ref for party in parties)],
            detail={"number": case.number, "version": version.pk},
            now=now,
        )
    return case


def _join(case: Case, parties: Sequence[NewParty], at: datetime) -> None:
    """Who the case is opened for, in it from its first moment."""
    for party in parties:
        Party.objects.create(
            case=case,
            person=party.person,
            company=party.company,
            role=party.role,
            graph_role=party.graph_role,
            sees_case=party.sees_case,
            valid_from=at,
        )


def begin_earlier(case: Case, at: datetime, *, by: Actor, now: datetime) -> None:
    """Let a case without steps begin at ``at``, when what it was opened for came on paper.

    Runs in the transaction of the step that says so, with the case locked: nothing has happened in
    it, so its tasks and clocks are counted anew and nothing is lost.
    """
    if case.seq:
        raise CaseError(_("Tidspunktet ligger før sagens begyndelse."))
    before = case.opened_at
    case.tasks.filter(outside=False).delete()
    case.deadlines.all().delete()
    case.parties.filter(valid_from=before).update(valid_from=at)
    case.opened_at = case.last_step_at = at
    case.save(update_fields=["opened_at"])
    read_marking(case, engine_for(case.version_id).initial(at), now=at)
    write_entry(
        case,
        by=by,
        now=now,
        kind=JournalKind.STATUS,
        short_text=_("Sagen regnes fra den dag, papiret blev modtaget"),
        occurred_at=at,
    )
    log_write(
        by,
        stream=case.ref,
        action="case.begin-earlier",
        subjects=[case.ref],
        detail={"before": before.isoformat(), "at": at.isoformat()},
        now=now,
    )


def _check_opening(case_type: CaseType, by: Actor, parties: Sequence[NewParty]) -> None:
    if by.authority_id != case_type.authority_id or not case_type.active:
        raise NotYours(_("Sagstypen bruges ikke her."))
    if any(party.who.authority_id != case_type.authority_id for party in parties):
        raise CaseError(_("En af parterne hører ikke til denne myndighed."))
    if by.kind == ActorKind.CITIZEN:
        if not case_type.open_to_citizens:
            raise NotYours(_("Denne slags sag kan ikke startes i selvbetjeningen."))
        if not any(party.person and party.person.pk in by.represents for party in parties):
            raise NotYours(_("Du kan kun søge for dig selv eller for en, du må handle for."))
    if by.kind == ActorKind.EMPLOYEE and case_type.unit_id not in by.unit_ids:
        raise NotYours(_("Du arbejder ikke i den enhed, der har denne slags sager."))


def next_number(case_type: CaseType, kle: str, now: datetime) -> str:
    """The next number of the year; the row lock makes two openings at once take turns."""
    year = now.astimezone(COPENHAGEN).year
    NumberSeries.objects.get_or_create(authority_id=case_type.authority_id, year=year)
    series = NumberSeries.objects.select_for_update().get(
        authority_id=case_type.authority_id, year=year
    )
    series.last += 1
    series.save(update_fields=["last"])
    return case_number(
        case_type.number_pattern,
        year=year,
        serial=series.last,
        kle=kle,
        unit=str(case_type.unit_id),
    )
