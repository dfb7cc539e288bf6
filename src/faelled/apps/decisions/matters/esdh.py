"""A foreign case system's matters: read and answered through `base.connect.esdh`, kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.errors import ChainError, MatterUnavailable
from faelled.apps.decisions.matters.contract import Answers, Matter, MatterDocument, MatterStart
from faelled.apps.decisions.models import Chain
from faelled.apps.decisions.summary import Answer, Line
from faelled.base.access.actor import Actor
from faelled.base.connect.esdh.chosen import client_from_settings
from faelled.base.connect.esdh.client import Asker, EsdhClient, EsdhError, Verdict
from faelled.base.connect.esdh.model import ForeignMatter
from faelled.base.people.models import Employee, User
from faelled.base.ui.words import file_size
from faelled.lib.fields import FieldState

APPROVED = "approved"


class ForeignCases:
    """The source ``esdh``: its ids are the case system's own."""

    key = "esdh"

    def look(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        try:
            return self.start(id, by=by, now=now)
        except MatterUnavailable:
            raise
        except ChainError as error:
            raise Http404 from error

    def start(self, id: str, *, by: Actor, now: datetime) -> MatterStart:
        me = _username(by)
        found = _asked(id, Asker(me, me))
        if found is None:
            raise ChainError(_("Sagen findes ikke i sagssystemet, eller du må ikke se den."))
        return MatterStart(found.title, found.number, found.party, found.deadline)

    def against_people(
        self, id: str, last: Sequence[Employee], *, write: bool, by: Actor, now: datetime
    ) -> list[str]:
        """Who may end it is the case system's to say, when the verdict reaches it."""
        return [_("Skriveadgang gives i sagssystemet selv.")] if write else []

    def describe(self, chain: Chain, actor: Actor, *, now: datetime) -> Matter | None:
        found = _asked(chain.matter, Asker(_rights(chain), _username(actor)))
        return None if found is None else _matter(chain, found)

    def version(self, chain: Chain, *, now: datetime) -> str:
        return _now(chain).version

    def prepared_by(self, chain: Chain) -> frozenset[str]:
        names = _now(chain).prepared_by
        users = User.objects.filter(
            username__in=names, employee__authority_id=chain.authority_id
        ).values_list("public_id", flat=True)
        return frozenset(str(public_id) for public_id in users)

    def lawful_now(self, chain: Chain, actor: Actor, *, now: datetime) -> tuple[str, ...]:
        return _now(chain).blocked

    def asked(self, chain: Chain, answers: Answers, *, now: datetime) -> Sequence[FieldState]:
        return ()

    def apply_verdict(
        self, chain: Chain, comment: str, answers: Answers, *, by: Actor, now: datetime
    ) -> None:
        verdict = Verdict(APPROVED, _now(chain).version, _username(by), by.shown_name, comment)
        try:
            _client().post_verdict(chain.matter, verdict, key=str(chain.uuid))
        except EsdhError as error:
            raise _said(error) from error

    def tell(self, chain: Chain, text: str, comment: str, *, by: Actor, now: datetime) -> None:
        """The case system writes its own journal; what happened here stands in the chain."""

    def let_in(
        self,
        chain: Chain,
        people: Sequence[Employee],
        *,
        write: bool,
        copy: bool,
        now: datetime,
    ) -> None:
        """Who is in the chain reads with the rights of its responsible; nothing is opened there."""

    def let_out(
        self, chain: Chain, people: Sequence[Employee], *, write: bool, now: datetime
    ) -> None:
        """Who is out of the chain's sight asks no more."""


def waiting_there(actor: Actor) -> tuple[ForeignMatter, ...]:
    """The matters that ``actor`` may send to approval; MatterUnavailable when it does not answer,
    none where there is no such system.
    """
    client, me = client_from_settings(), _username(actor)
    if client is None:
        return ()
    try:
        return client.matters(Asker(me, me))
    except EsdhError as error:
        raise _said(error) from error


@dataclass(frozen=True, slots=True)
class ForeignDecision:
    """What a foreign matter decides, as a delegation plan asks: ``without`` are the employees here
    who made it.
    """

    kle: str
    facet: str
    decision: str
    amount: Decimal | None
    without: frozenset[int]


def decision_of(chain: Chain) -> ForeignDecision | None:
    """What is decided, where the case system tells; MatterUnavailable when it does not answer."""
    found = _now(chain)
    if not (found.kle and found.decision):
        return None
    makers = Employee.objects.filter(
        user__username__in=found.prepared_by, authority_id=chain.authority_id
    ).values_list("pk", flat=True)
    return ForeignDecision(found.kle, found.facet, found.decision, found.amount, frozenset(makers))


def document_of(chain: Chain, document: str, actor: Actor) -> tuple[bytes, str] | None:
    """A paper of the chain's matter as it comes: bytes and kind."""
    asker = Asker(_rights(chain), _username(actor))
    try:
        return _client().document(chain.matter, document, asker)
    except EsdhError as error:
        raise _said(error) from error


def _matter(chain: Chain, found: ForeignMatter) -> Matter:
    return Matter(
        title=found.title,
        number=found.number,
        party=found.party,
        headline=found.lines[0].text if found.lines else "",
        lines=tuple(Line(line.label, line.text) for line in found.lines[:3]),
        answers=(Answer(_("Indstilling"), found.text, True, ()),) if found.text else (),
        documents=tuple(
            MatterDocument(
                paper.title,
                reverse(
                    "decisions:chain_document", kwargs={"uuid": chain.uuid, "document": paper.id}
                ),
                file_size(paper.size),
            )
            for paper in found.documents
        ),
        deadline=found.deadline,
        version=found.version,
        subjects=(f"esdh:{found.id}",),
    )


def _client() -> EsdhClient:
    client = client_from_settings()
    if client is None:
        raise MatterUnavailable(_("Der er ikke sat et sagssystem op her."))
    return client


def _asked(id: str, asker: Asker) -> ForeignMatter | None:
    try:
        return _client().matter(id, asker)
    except EsdhError as error:
        raise _said(error) from error


def _now(chain: Chain) -> ForeignMatter:
    """The matter as the responsible may see it; MatterUnavailable when it is not there."""
    me = _rights(chain)
    found = _asked(chain.matter, Asker(me, me))
    if found is None:
        raise MatterUnavailable(_("Sagen findes ikke længere i sagssystemet."))
    return found


def _said(error: EsdhError) -> ChainError:
    return ChainError(str(error)) if error.refused else MatterUnavailable(str(error))


def _rights(chain: Chain) -> str:
    user = getattr(chain.responsible, "user", None)
    return str(user.username) if user else ""


def _username(actor: Actor) -> str:
    """The log-in name of who asks, as the case system knows it too."""
    found = User.objects.filter(public_id=actor.id).values_list("username", flat=True).first()
    return found or ""
