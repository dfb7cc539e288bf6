"""A chain begins by the plan, and follows it when another version comes in force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.actions import change_chain, start_chain
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.delegation.actions.bases import keep_basis
from faelled.apps.decisions.delegation.asking import answer, question_in
from faelled.apps.decisions.delegation.models import ChainBasis, PlanVersion
from faelled.apps.decisions.delegation.people import NamedChain
from faelled.apps.decisions.delegation.queries import in_force
from faelled.apps.decisions.delegation.rederiving import (
    ChainChange,
    change_of,
    derived_chains,
    newest_basis,
    specs_of,
    stands_on,
    without_starter,
)
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.specs import own_matter
from faelled.base.access.actor import Actor, system_actor
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import worked_on_by
from faelled.casework.processes.engines import graph_for
from faelled.lib.dates import local_day
from faelled.lib.dcr import Marking, UnknownEvent


def start_by_plan(
    case: Case,
    event_id: str,
    *,
    deadline: datetime | None = None,
    urgent: bool = False,
    comment: str = "",
    by: Actor,
    now: datetime,
) -> Chain:
    """Send an approval of a case through those whom the plan in force names.

    Raises ChainError with every reason: no plan in force, a step that the plan says nothing of,
    nobody who may decide, and all that `start_chain` refuses.
    """
    with transaction.atomic():
        # The draft that lies there now is what the chain is derived of, until it is sent.
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        named, _version = derived_for(case, event_id, by=by, now=now)
        if named.missing:
            raise ChainError(*named.missing)
        return start_chain(
            own_matter(case.uuid, event_id),
            specs_of(named),
            deadline=deadline,
            urgent=urgent,
            comment=comment,
            by=by,
            now=now,
        )


def derived_for(
    case: Case, event_id: str, *, by: Actor, now: datetime
) -> tuple[NamedChain, PlanVersion]:
    """The chain that ``by`` would start, and the version that gives it. Raises ChainError."""
    version = in_force(case.authority_id, local_day(now))
    if version is None:
        raise ChainError(_("Der er ingen kompetenceplan, der gælder i dag."))
    try:
        event = graph_for(case.version_id).event(event_id)
    except UnknownEvent as error:
        raise ChainError(_("Sagen har ikke det trin.")) from error
    asked = question_in(case, event, Marking.from_json(case.marking))
    if asked is None:
        raise ChainError(_("Planen siger ikke noget om det trin, eller der er intet udkast endnu."))
    return answer(version, without_starter(asked, by), now=now), version


def follow_plan(*, by: Actor, now: datetime) -> list[ChainChange]:
    """Let every open chain of the authority follow the plan that holds today; gives those that
    changed. Approvals that still count are kept. A chain for which nobody can be found stands as
    it was, and says so; running it again tries again.
    """
    version = in_force(by.authority_id, local_day(now))
    if version is None:
        return []
    changed = []
    with transaction.atomic():
        for chain in derived_chains(by.authority_id):
            change = _follow(chain, version, by=by, now=now)
            if change is not None:
                changed.append(change)
    return changed


def follow_draft(chain: Chain, *, by: Actor, now: datetime) -> ChainChange | None:
    """Let one open chain follow the draft that lies there now: after a return its amount may be
    another, and so those who decide. By who works on the case; the job does it at night in any
    case. Gives what changed; raises ChainError.
    """
    version = in_force(chain.authority_id, local_day(now))
    works_here = worked_on_by(by, now=now).filter(pk=chain.case_id or 0).exists()
    if version is None or not works_here:
        raise ChainError(_("Du arbejder ikke på den sag."))
    with transaction.atomic():
        return _follow(chain, version, by=by, now=now)


def _follow(chain: Chain, version: PlanVersion, *, by: Actor, now: datetime) -> ChainChange | None:
    """Make the chain what the version makes of it, and keep the new basis. The change, where the
    chain is otherwise now or could not be made so; None where it stands as it should.
    """
    basis, change = newest_basis(chain), change_of(chain, version, now=now)
    if basis is None or change is None or stands_on(basis, change, version):
        return None
    problem = " ".join(change.new.missing)
    if change.lines and not problem:
        try:
            change_chain(
                change.chain,
                change.steps,
                why=why_in_words(change, version, basis),
                by=system_actor(change.chain.authority_id),
                now=now,
            )
        except ChainError as refusal:
            problem = " ".join(refusal.messages)
    if problem and problem == basis.problem and basis.version_id == version.pk:
        return None
    keep_basis(chain, version, change.new, change.lines, problem=problem, by=by, now=now)
    return change if change.lines else None


def why_in_words(change: ChainChange, version: PlanVersion, basis: ChainBasis) -> str:
    """What the responsible reads in the story of the chain."""
    head = _("Udkastet er ændret, så en anden regel gælder.")
    if basis.version_id != version.pk:
        head = _("Kompetenceplanen er ændret til version %(version)s.") % {
            "version": version.own_version
        }
    return "\n".join([head, *change.lines, *change.new.derived.reasons])
