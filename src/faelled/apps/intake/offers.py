"""What one can apply for, read off the published graphs of the case types open to citizens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from faelled.apps.intake.effects import GUESTS, told
from faelled.casework.cases.answers import scope_of
from faelled.casework.cases.models import CaseType
from faelled.casework.processes.engines import engine_for, graph_for
from faelled.casework.processes.queries import newest_version
from faelled.lib.dates import COPENHAGEN, Duration, danish_calendar
from faelled.lib.dcr import Citation, Event, FieldType, Graph, Kind
from faelled.lib.fields import Count, count_questions


@dataclass(frozen=True, slots=True)
class CaseTime:
    """How long the authority may take, and where it says so (retssikkerhedsloven § 3, stk. 2)."""

    length: Duration
    cites: tuple[Citation, ...]

    @property
    def words(self) -> str:
        return self.length.in_words()


@dataclass(frozen=True, slots=True)
class Offer:
    """One service: the case type, the version a new case would follow, and its first step."""

    key: str
    case_type: CaseType
    version_id: int
    graph: Graph
    event: Event
    case_time: CaseTime | None

    @property
    def title(self) -> str:
        return self.graph.title

    @property
    def papers(self) -> tuple[str, ...]:
        """What has to be attached, or can be: the labels of the file fields."""
        return tuple(f.label for f in self.event.fields if f.type is FieldType.FILE)

    @property
    def guests(self) -> bool:
        """Whether it can be sent without a log-in: the graph says so and asks for no CPR number."""
        asks_cpr = any(field.type is FieldType.CPR for field in self.event.fields)
        return told(self.event, GUESTS) is not None and not asks_cpr

    def questions(self, now: datetime) -> Count:
        """How many questions one gets, at the least and at the most."""
        first = engine_for(self.version_id).initial(now)
        return count_questions(self.event.asked, scope=scope_of(first), now=now)

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The law behind the service, each section once."""
        all_cites = [*self.event.cites, *(c for f in self.event.fields for c in f.cites)]
        return tuple(dict.fromkeys(all_cites))


def offers(now: datetime, *, authority_id: int = 0) -> list[Offer]:
    """Everything that can be applied for; with ``authority_id`` only at that authority.

    A process that several authorities use is listed once.
    """
    found: dict[str, Offer] = {}
    types = CaseType.objects.filter(active=True, open_to_citizens=True).select_related("process")
    if authority_id:
        types = types.filter(authority_id=authority_id)
    for case_type in types.order_by("process__title", "pk"):
        offer = offer_of(case_type, now)
        if offer is not None:
            found.setdefault(offer.key, offer)
    return list(found.values())


def find_offer(key: str, now: datetime, *, authority_id: int = 0) -> Offer | None:
    """The service with this key, or None: not open, not published, or never there."""
    return next((o for o in offers(now, authority_id=authority_id) if o.key == key), None)


def is_open(key: str, authority_id: int) -> bool:
    """Whether a citizen can be shown the way to a service, without reading its graph."""
    types = CaseType.objects.filter(active=True, open_to_citizens=True)
    return types.filter(authority_id=authority_id, process__key=key).exists()


def offer_of(case_type: CaseType, now: datetime) -> Offer | None:
    """The service that a case type is, or None where a citizen has no first step in its graph."""
    if not (case_type.active and case_type.open_to_citizens):
        return None
    version = newest_version(case_type.process_id)
    if version is None:
        return None
    engine, graph = engine_for(version.pk), graph_for(version.pk)
    role = case_type.citizen_role
    first = engine.enabled(engine.initial(now), at=now, roles=frozenset({role}))
    own = [id for id in first if role in graph.event(id).roles]
    if not own:
        return None
    event = graph.event(own[0])
    time = case_time(graph, event, role, now)
    return Offer(case_type.process.key, case_type, version.pk, graph, event, time)


def case_time(graph: Graph, first: Event, role: str, now: datetime) -> CaseTime | None:
    """The longest deadline that the first step sets for others than who applies: the limit that
    the authority publishes.
    """
    times = list(_times(graph, first, role))
    if not times:
        return None
    calendar = danish_calendar()
    return max(times, key=lambda t: t.length.add_to(now, zone=COPENHAGEN, calendar=calendar))


def _times(graph: Graph, first: Event, role: str) -> Iterator[CaseTime]:
    for relation in graph.relations:
        if relation.kind is not Kind.RESPONSE or relation.source != first.id:
            continue
        if relation.deadline is None or relation.target not in graph:
            continue
        if role not in graph.event(relation.target).roles:
            yield CaseTime(relation.deadline, relation.cites)
