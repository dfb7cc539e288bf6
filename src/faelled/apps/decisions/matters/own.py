"""Our own cases: a matter is an approval step of one case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.apps.decisions.approvals import read_approval
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.plans import acting_id
from faelled.apps.decisions.matters.contract import Answers, Matter, MatterDocument, MatterStart
from faelled.apps.decisions.matters.free import is_free, let_decide, may_decide_free
from faelled.apps.decisions.models import Chain, ChainRules
from faelled.apps.decisions.rows import event_of, missing_in_case
from faelled.apps.decisions.summary import headline
from faelled.apps.decisions.verdicts import APPROVE, VERDICT, drafted_by, verdict_field
from faelled.base.access.actor import Actor, system_actor
from faelled.base.people.actors import actor_for
from faelled.base.people.models import Employee
from faelled.base.ui.words import file_size
from faelled.casework.cases.actions import Step, execute, let_in, let_out, write_entry
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.models import Case, JournalKind
from faelled.casework.cases.queries import roles_in_case, visible_to, worked_on_by
from faelled.casework.cases.rows import party_name
from faelled.casework.documents.models import DocumentVersion
from faelled.casework.processes.engines import graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Event, FieldType, Marking
from faelled.lib.fields import FieldState

COMMENT = "comment"
# A file or a CPR number has its place in the case and is written in no chain: a chain on a step
# that must have one could never end.
OWN_PAGE = frozenset({FieldType.FILE, FieldType.CPR, FieldType.GROUP})


class OwnCases:
    """The source ``own``: its ids are ``<case uuid>/<step>``."""

    key = "own"

    def look(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        try:
            return self._found(id, worked_on_by(by, now=now), by, now)
        except ChainError as error:
            raise Http404 from error

    def start(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        return self._found(id, worked_on_by(by, now=now).select_for_update(of=("self",)), by, now)

    def _found(self, id: str, cases: QuerySet[Case], by: Actor, now: datetime) -> MatterStart:
        uuid, event_id = split(id)
        case = cases.select_related("main_person", "main_company").filter(uuid=uuid).first()
        if case is None:
            raise ChainError(_("Du arbejder ikke på den sag."))
        task = case.tasks.filter(event_id=event_id, approval=True).first()
        if task is None:
            raise ChainError(_("Der er ikke noget at godkende i sagen lige nu."))
        return MatterStart(
            title=case.title,
            number=case.number,
            party=party_name(case, by, now=now),
            deadline=task.deadline or case.next_deadline,
            case=case,
            event_id=event_id,
        )

    def against_people(
        self, id: str, last: Sequence[Employee], *, write: bool, by: Actor, now: datetime
    ) -> list[str]:
        case, event = self._case(id)
        cannot = [one.name for one in last if not _may_end(one, case, event, now)]
        words = _cannot_end_free() if _is_free(case, event) else _cannot_end()
        said = [words % {"name": name, "step": event.label} for name in cannot]
        said += [
            _("»%(field)s« udfyldes på trinnets egen side. Det kan ikke godkendes i en kæde.")
            % {"field": field.label}
            for field in event.fields
            if field.required and field.type in OWN_PAGE
        ]
        if write and not _writing_role(case, event) & roles_in_case(by, case, now=now):
            said.append(
                _("Du kan ikke give andre skriveadgang til en sag, du ikke selv kan ændre.")
            )
        return said

    def describe(self, chain: Chain, actor: Actor, *, now: datetime) -> Matter | None:
        case = (
            visible_to(actor, now=now)
            .select_related("main_person", "main_company")
            .filter(pk=_case_of(chain).pk)
            .first()
        )
        if case is None:
            return None
        event = graph_for(case.version_id).event(chain.event_id)
        found = read_approval(case, event, actor, now=now)
        value = Marking.from_json(case.marking).values.get(drafted_by(event) or "")
        person = [f"person:{case.main_person.uuid}"] if case.main_person else []
        return Matter(
            title=case.title,
            number=case.number,
            party=found.party,
            headline=headline(found.decision, value) if found.decision else "",
            lines=found.lines,
            answers=found.answers,
            documents=tuple(
                MatterDocument(
                    letter.document.title,
                    reverse(
                        "decisions:chain_letter",
                        kwargs={
                            "uuid": chain.uuid,
                            "document": letter.document.uuid,
                            "number": letter.newest.number,
                        },
                    ),
                    version_note(letter.newest),
                )
                for letter in found.letters
            ),
            deadline=case.next_deadline,
            version=str(found.made.seq if found.made else 0),
            subjects=(case.ref, *person),
            url=reverse("cases:case", kwargs={"uuid": case.uuid}),
        )

    def version(self, chain: Chain, *, now: datetime) -> str:
        made = _case_of(chain).events.filter(event_id=self._draft(chain)).order_by("-seq").first()
        return str(made.seq if made else 0)

    def prepared_by(self, chain: Chain) -> frozenset[str]:
        made = _case_of(chain).events.filter(event_id=self._draft(chain)).order_by("-seq").first()
        return made.made_by if made else frozenset()

    def lawful_now(self, chain: Chain, actor: Actor, *, now: datetime) -> tuple[str, ...]:
        case = _case_of(chain)
        event = graph_for(case.version_id).event(chain.event_id)
        return missing_in_case(case, event, Marking.from_json(case.marking), now=now)

    def asked(self, chain: Chain, answers: Answers, *, now: datetime) -> Sequence[FieldState]:
        case = _case_of(chain)
        event = graph_for(case.version_id).event(chain.event_id)
        raw = {**answers, VERDICT: [APPROVE]}
        scope = scope_of(Marking.from_json(case.marking))
        states = form_fields.state(event.fields, raw, scope=scope, now=now)
        return [one for one in states if one.shown and one.field.id not in (VERDICT, COMMENT)]

    def apply_verdict(
        self, chain: Chain, comment: str, answers: Answers, *, by: Actor, now: datetime
    ) -> None:
        case = _case_of(chain)
        event = graph_for(case.version_id).event(chain.event_id)
        answers = {**answers, **({VERDICT: [APPROVE]} if verdict_field(event) else {})}
        if any(field.id == COMMENT for field in event.fields) and comment:
            answers[COMMENT] = [comment]
        self._let_decide(chain, case, event, by, now)
        try:
            execute(case, Step(event.id, f"chain-{chain.uuid}", answers), by=by, now=now)
        except DataRefused as refusal:
            raise ChainError(*refusal.messages, *refusal.errors.values()) from refusal
        except CaseError as refusal:
            raise ChainError(*refusal.messages) from refusal

    def _let_decide(self, chain: Chain, case: Case, event: Event, by: Actor, now: datetime) -> None:
        """A leader of another unit decides what is no case, in the role that its step asks for."""
        decider = Employee.objects.filter(pk=acting_id(by)).first()
        if decider is None or not _is_free(case, event) or _has_role(decider, case, event, now):
            return
        if _may_end(decider, case, event, now):
            why, source = _("Afgør godkendelsen."), source_key(chain, write=True)
            let_decide(case, decider, event, source=source, why=why, now=now)
            case.refresh_from_db()

    def tell(self, chain: Chain, text: str, comment: str, *, by: Actor, now: datetime) -> None:
        case = _case_of(chain)
        kind = JournalKind.INTERNAL
        write_entry(case, by=by, now=now, kind=kind, short_text=text, text=comment)

    def let_in(
        self,
        chain: Chain,
        people: Sequence[Employee],
        *,
        write: bool,
        copy: bool,
        now: datetime,
    ) -> None:
        case = _case_of(chain)
        event = graph_for(case.version_id).event(chain.event_id)
        role = next(iter(sorted(_writing_role(case, event))), "") if write else ""
        let_in(
            case,
            employees=people,
            role=role,
            source=source_key(chain, write=write, copy=copy),
            why=_("Del af en godkendelse i sagen."),
            ends_at=now + timedelta(days=_copy_days(chain)) if copy else None,
            by=system_actor(chain.authority_id),
            now=now,
        )

    def let_out(
        self, chain: Chain, people: Sequence[Employee], *, write: bool, now: datetime
    ) -> None:
        case, by = _case_of(chain), system_actor(chain.authority_id)
        source = source_key(chain, write=write)
        for employee in people:
            let_out(case, source=source, employee=employee, by=by, now=now)
        if not people:
            let_out(case, source=source, by=by, now=now)

    def _case(self, id: str) -> tuple[Case, Event]:
        uuid, event_id = split(id)
        case = Case.objects.get(uuid=uuid)
        return case, graph_for(case.version_id).event(event_id)

    def _draft(self, chain: Chain) -> str:
        event = event_of(graph_for(_case_of(chain).version_id), chain.event_id)
        return drafted_by(event) or "" if event else ""


def version_note(version: DocumentVersion) -> str:
    """``"Udgave 2, PDF, 14 KB"`` of a letter; of another paper its name says the kind."""
    said = {"number": version.number, "size": file_size(version.file.size)}
    if version.document.template:
        return _("Udgave %(number)d, PDF, %(size)s") % said
    return _("Udgave %(number)d, %(size)s") % said


def split(id: str) -> tuple[UUID, str]:
    """``split("<uuid>/approve")``; ChainError for what is no such id."""
    uuid, _slash, event_id = id.partition("/")
    try:
        return UUID(uuid), event_id
    except ValueError as error:
        raise ChainError(_("Den sag findes ikke.")) from error


def source_key(chain: Chain, *, write: bool = False, copy: bool = False) -> str:
    """Under which key people were let in: ``chain:<uuid>``, ``...:write`` or ``...:copy``."""
    tail = ":write" if write else ":copy" if copy else ""
    return f"{chain.ref}{tail}"


def _case_of(chain: Chain) -> Case:
    if chain.case is None:
        raise ChainError(_("Den sag findes ikke."))
    return chain.case


def _may_end(employee: Employee, case: Case, event: Event, now: datetime) -> bool:
    """Whether the step in the case is this employee's to do: by the roles they hold there, or of
    what is no case, by being a leader anywhere or having a mandate.
    """
    if _has_role(employee, case, event, now):
        return True
    user = getattr(employee, "user", None)
    if user is None or not _is_free(case, event):
        return False
    return may_decide_free(employee, actor_for(user, now, "leadership"), case, event, now)


def _has_role(employee: Employee, case: Case, event: Event, now: datetime) -> bool:
    user = getattr(employee, "user", None)
    if user is None:
        return False
    roles = roles_in_case(actor_for(user, now, "leadership"), case, now=now)
    return not event.roles or bool(roles.intersection(event.roles))


def _is_free(case: Case, event: Event) -> bool:
    return is_free(case, drafted_by(event) or "")


def _cannot_end() -> str:
    return _("%(name)s kan ikke afslutte »%(step)s« i sagen og kan derfor ikke være den sidste.")


def _cannot_end_free() -> str:
    return _(
        "%(name)s er ikke leder og har ikke mandat til det og kan derfor ikke være den sidste."
    )


def _writing_role(case: Case, event: Event) -> frozenset[str]:
    """The roles in which the draft is made, without those that approve it."""
    graph = graph_for(case.version_id)
    draft = event_of(graph, drafted_by(event) or "")
    return frozenset(draft.roles if draft else ()) - frozenset(event.roles)


def _copy_days(chain: Chain) -> int:
    rules = ChainRules.objects.filter(authority_id=chain.authority_id).first() or ChainRules()
    return rules.copy_days
