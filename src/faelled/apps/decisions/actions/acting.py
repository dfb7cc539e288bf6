"""An answer, a release, an update: every act that moves a chain, and taking the last one back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from faelled.apps.decisions.actions.ending import end_approved, end_stopped
from faelled.apps.decisions.actions.locking import locked_chain, require_open
from faelled.apps.decisions.actions.writing import COMMENT, log_chain, settle, write_act
from faelled.apps.decisions.chains.errors import (
    ActNotAllowed,
    AnswersRefused,
    ChainError,
    ChainMoved,
    CommentMissing,
)
from faelled.apps.decisions.chains.eyes import answered_elsewhere
from faelled.apps.decisions.chains.graph import (
    ADJUST,
    ANSWERS,
    APPROVE,
    CONDITION,
    RETURN,
    REVISE,
    STOP,
    Act,
    said_done,
)
from faelled.apps.decisions.chains.plans import Plan, plan_of, roles_in_chain, step_rows
from faelled.apps.decisions.chains.queries import chains_visible_to, undoable
from faelled.apps.decisions.chains.run import Done, acted, engine_of, is_over, replayed
from faelled.apps.decisions.matters import MATTERS, Answers
from faelled.apps.decisions.models import Chain, ChainAct
from faelled.base.access.actor import Actor
from faelled.base.access.separation import may_approve
from faelled.lib.dcr import FieldType, Marking, NotEnabled, UnknownEvent
from faelled.lib.fields import taken

# What is never written in a chain: files and CPR numbers have their places in the case.
PLAIN = frozenset(FieldType) - {FieldType.FILE, FieldType.CPR, FieldType.GROUP}
# After these what lies there is something else than what one had read.
UPDATES = (CONDITION, RETURN, REVISE, ADJUST)


def act(
    chain: Chain,
    event_id: str,
    *,
    comment: str = "",
    answers: Answers | None = None,
    key: str,
    seen_seq: int | None = None,
    seen_version: str | None = None,
    by: Actor,
    now: datetime,
) -> ChainAct:
    """Do one event of the chain's graph, or nothing at all.

    In one transaction: lock, ask the engine, refuse own work, store the act, move the chain; where
    it ends, let it take effect in the matter. A key that has been used returns the act it made.
    ``seen_seq`` and ``seen_version`` say what the actor had read, ``answers`` what the step in the
    case asks of who decides. Raises ChainError.
    """
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        earlier = _earlier(chain, event_id, key, by)
        if earlier is not None:
            return earlier
        require_open(chain)
        rows = step_rows(chain)
        plan = plan_of(rows)
        engine = engine_of(plan)
        what = _act_named(event_id)
        after = _moved(chain, plan, event_id, by=by, now=now)
        version = _refuse(chain, what, comment, seen_seq, seen_version, by=by, now=now)
        if what.verb == APPROVE and what.step == len(plan):
            answers = _answers_kept(chain, answers or {}, now)
        label = said_done(what, plan)
        row = write_act(
            chain,
            verb=what.verb,
            event_id=event_id,
            label=label,
            comment=comment.strip(),
            version=version,
            answers=answers,
            key=key,
            by=by,
            now=now,
        )
        if what.verb == STOP:
            end_stopped(chain, row, by=by, now=now)
        elif is_over(after):
            end_approved(chain, by=by, now=now)
        elif what.verb in (RETURN, CONDITION):
            MATTERS[chain.source].tell(chain, label, row.comment, by=by, now=now)
        settle(chain, rows, plan, engine, after, now)
    return row


def _answers_kept(chain: Chain, answers: Answers, now: datetime) -> Answers:
    """What the step in the case asks is asked of who decides, not of the secretariat after them.
    Only what is asked is kept. Raises AnswersRefused.
    """
    states = MATTERS[chain.source].asked(chain, answers, now=now)
    found = taken(states)
    if found.errors:
        raise AnswersRefused(found.errors)
    return {one.field.id: [*one.raw] for one in states if one.raw and one.field.type in PLAIN}


def undo(chain: Chain, *, by: Actor, now: datetime) -> ChainAct:
    """Take back the last act: only by who did it, and while nobody has acted after. The chain
    stands as if it had never been done; the row stays, marked. Raises ChainError.
    """
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        row, why_not = undoable(chain, by)
        if row is None:
            raise ChainError(why_not)
        row.undone_at, row.undone_by = now, by.shown_name
        row.save(update_fields=["undone_at", "undone_by"])
        rows = step_rows(chain)
        plan = plan_of(rows)
        engine = engine_of(plan)
        settle(chain, rows, plan, engine, replayed(engine, chain.started_at, acts_done(chain)), now)
        log_chain(chain, "chain.undo", {"seq": row.seq}, by=by, now=now)
        if row.verb in (RETURN, CONDITION):
            line = _("Fortrudt: %(act)s") % {"act": row.label}
            MATTERS[chain.source].tell(chain, line, "", by=by, now=now)
    return row


def comment_on(chain: Chain, text: str, *, key: str, by: Actor, now: datetime) -> ChainAct:
    """Write a remark that moves nothing; everybody in the chain may. Raises ChainError."""
    if not text.strip():
        raise ChainError(_("Skriv en kommentar først."))
    with transaction.atomic():
        chain = locked_chain(chain, by=by)
        earlier = _earlier(chain, "", key, by)
        if earlier is not None:
            return earlier
        if not chains_visible_to(by, now=now).filter(pk=chain.pk).exists():
            raise ChainError(_("Godkendelsen findes ikke."))
        require_open(chain)
        said = _("Kommentar")
        return write_act(
            chain, verb=COMMENT, label=said, comment=text.strip(), key=key, by=by, now=now
        )


def acts_done(chain: Chain) -> list[Done]:
    """What counts, in order."""
    rows = chain.acts.filter(undone_at=None).exclude(event_id="").order_by("seq")
    return [Done(row.event_id, row.at) for row in rows]


def _moved(chain: Chain, plan: Plan, event_id: str, *, by: Actor, now: datetime) -> Marking:
    """Where the chain stands after this event, in the roles that ``by`` has in it now."""
    marking, roles = Marking.from_json(chain.marking), roles_in_chain(chain, plan, by, now=now)
    try:
        return acted(engine_of(plan), marking, event_id, at=now, roles=roles)
    except UnknownEvent as error:
        raise ChainError(_("Godkendelsen har ikke det trin.")) from error
    except NotEnabled as refusal:
        raise ActNotAllowed(refusal.explanation) from refusal


def _act_named(event_id: str) -> Act:
    try:
        return Act.parse(event_id)
    except ValueError as error:
        raise ChainError(_("Godkendelsen har ikke det trin.")) from error


def _earlier(chain: Chain, event_id: str, key: str, by: Actor) -> ChainAct | None:
    earlier = chain.acts.filter(key=key).first()
    if earlier is not None and (earlier.event_id, earlier.actor_id) != (event_id, by.id):
        raise ChainError(_("Formularen er brugt til noget andet. Hent siden igen."))
    return earlier


def _refuse(
    chain: Chain,
    what: Act,
    comment: str,
    seen_seq: int | None,
    seen_version: str | None,
    *,
    by: Actor,
    now: datetime,
) -> str:
    """What the rules allow and two pairs of eyes, good manners or a changed draft do not. Gives the
    version that is answered, "" for what is no answer.
    """
    version = ""
    if what.verb in ANSWERS:
        source = MATTERS[chain.source]
        if not may_approve(by, source.prepared_by(chain) | frozenset(chain.prepared_by)):
            raise ChainError(
                _("Du har selv arbejdet på det, eller det er lavet på dine vegne. En anden svarer.")
            )
        twice = answered_elsewhere(chain, by)
        if twice is not None:
            raise ChainError(
                _(
                    "Du har allerede svaret i kæden (%(name)s). To par øjne er to personer, "
                    "så en anden svarer her."
                )
                % {"name": twice.shown_name}
            )
        moved = chain.acts.filter(verb__in=UPDATES, seq__gt=seen_seq or 0, undone_at=None)
        if seen_seq is not None and moved.exists():
            raise ChainMoved(_("Der er sket noget i godkendelsen, mens du læste. Læs det nye."))
        version = source.version(chain, now=now)
        if seen_version is not None and seen_version != version:
            raise ChainMoved(_("Udkastet er ændret, mens du læste. Læs det nye."))
    if what.verb in (RETURN, CONDITION) and not comment.strip():
        raise CommentMissing(_("Skriv, hvad der skal rettes, eller hvad betingelsen er."))
    return version
