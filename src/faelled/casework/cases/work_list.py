"""The work list: which cases, in which order, and what a row says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from faelled.base.access.actor import Actor
from faelled.base.people.models import Person, Position
from faelled.base.people.queries import find_person_by_cpr, visible_employees, visible_persons
from faelled.base.statements import Question, Slot
from faelled.casework.cases.models import Case, CaseType, Party, Status, WaitingFor
from faelled.casework.cases.moves import waits_for
from faelled.casework.cases.queries import visible_to
from faelled.lib.dates import local_day
from faelled.lib.fields.readers import clean
from faelled.lib.text.cpr import REAL_AND_DEMO, Cpr, CprError
from faelled.lib.text.cpr import parse as parse_cpr

LONGEST_SEARCH = 100
NOBODY = "ingen"
NOT_US = (WaitingFor.CITIZEN, WaitingFor.LEADER, WaitingFor.OTHERS)


@dataclass(frozen=True, slots=True)
class Scope:
    """One tab of the work list."""

    key: str
    label: str | Promise
    empty: str | Promise


SCOPES = (
    Scope("mine", _("Mine sager"), _("Du har ingen sager lige nu.")),
    Scope("mig", _("Venter på mig"), _("Ingen sager venter på dig lige nu.")),
    Scope("enhed", _("Min enhed"), _("Enheden har ingen sager lige nu.")),
    Scope("ufordelt", _("Ikke fordelt"), _("Alle enhedens sager har en sagsbehandler.")),
    Scope("venter", _("Venter på andre"), _("Ingen af dine sager venter på andre.")),
    Scope("overskredet", _("Over fristen"), _("Ingen sager er over fristen.")),
)
DEADLINE_FIRST = F("next_deadline").asc(nulls_last=True)
SORTS: Mapping[str, tuple[str | Combinable, ...]] = {
    "frist": (DEADLINE_FIRST, "-opened_at"),
    "-frist": (F("next_deadline").desc(nulls_last=True), "-opened_at"),
    "nummer": ("number",),
    "-nummer": ("-number",),
    "titel": ("title", DEADLINE_FIRST),
    "-titel": ("-title", DEADLINE_FIRST),
    "part": ("main_person__family_name", "main_person__given_name", DEADLINE_FIRST),
    "-part": ("-main_person__family_name", "-main_person__given_name", DEADLINE_FIRST),
    "status": ("status", "waiting_for", DEADLINE_FIRST),
    "-status": ("-status", "-waiting_for", DEADLINE_FIRST),
    "behandler": (F("handler__name").asc(nulls_first=True), DEADLINE_FIRST),
    "-behandler": (F("handler__name").desc(nulls_last=True), DEADLINE_FIRST),
}
DEFAULT_SORT = "frist"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; anything the list does not know falls back to its default.

    ``handler`` is an employee's uuid, or `NOBODY` for cases that nobody has.
    """

    scope: str = "mine"
    case_type: str = ""
    handler: str = ""
    status: str = ""
    sort: str = DEFAULT_SORT

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        scope, sort = query.get("omfang", "mine"), query.get("sorter", DEFAULT_SORT)
        status = query.get("status", "")
        return cls(
            scope=scope if scope in {known.key for known in SCOPES} else "mine",
            case_type=clean(query.get("type", ""))[:LONGEST_SEARCH],
            handler=as_handler(query.get("behandler", "")),
            status=status if status in Status.values else "",
            sort=sort if sort in SORTS else DEFAULT_SORT,
        )

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than a tab."""
        return bool(self.case_type or self.handler or self.status)

    def as_query(self) -> dict[str, str]:
        """The address's query string, without what is default."""
        given = {"omfang": self.scope, "type": self.case_type, "status": self.status}
        given["behandler"] = self.handler
        given["sorter"] = "" if self.sort == DEFAULT_SORT else self.sort
        return {name: value for name, value in given.items() if value}


TYPES_IN_USE = Question(
    lambda: (
        CaseType.objects.filter(authority=Slot("authority", BigIntegerField()), active=True)
        .select_related("process")
        .only("process__key", "process__title")
    )
)


def work_list(actor: Actor, filters: Filters, *, now: datetime) -> QuerySet[Case]:
    """The cases of one tab, filtered and sorted; `rows.work_rows` reads what a row shows."""
    cases = visible_to(actor, now=now).filter(_in_scope(filters.scope, actor, now))
    if filters.case_type:
        cases = cases.filter(case_type__process__key=filters.case_type)
    if filters.handler == NOBODY:
        cases = cases.filter(handler__isnull=True)
    elif filters.handler:
        cases = cases.filter(handler__uuid=filters.handler)
    if filters.status:
        cases = cases.filter(status=filters.status)
    else:
        cases = cases.exclude(status=Status.CLOSED)
    return cases.order_by(*SORTS[filters.sort])


def as_handler(text: str) -> str:
    """A uuid as it is written in addresses, `NOBODY`, or "" for anything else."""
    if text == NOBODY:
        return text
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def search(actor: Actor, words: str, *, now: datetime) -> QuerySet[Case]:
    """Visible cases, closed ones too, by number, title, party's name or CPR number.

    A CPR number is looked up through its keyed digest, never as text. Names are searched among
    the persons of the authority, whose staff may see them also when they are protected against
    private parties (CPR-loven § 28); the cases that come out are the reader's own.
    """
    words = clean(words)[
        :LONGEST_SEARCH
    ]  # each word is a condition: a page of them stops databases
    cases = visible_to(actor, now=now)
    cpr = as_cpr(words)
    if cpr is not None:
        person = find_person_by_cpr(cpr, by=actor, now=now)
        return cases.filter(parties__person=person).distinct() if person else cases.none()
    return cases.filter(pk__in=_named_so(actor, words, now)).order_by("-opened_at")


def _named_so(actor: Actor, words: str, now: datetime) -> QuerySet[Case, int]:
    """The ids of the authority's cases with such a number, title or party. Each half of the union
    has an index; with both in one condition, and who may see them beside, every case is read.
    """
    head = Q(number__icontains=words) | Q(title__icontains=words)
    headed = Case.objects.filter(head, authority_id=actor.authority_id).values_list("pk", flat=True)
    named = Party.objects.filter(person__in=_named(actor, words, now))
    return headed.union(named.values_list("case_id", flat=True), all=True)


def as_cpr(words: str) -> Cpr | None:
    """The CPR number that was typed, if it was one."""
    try:
        return parse_cpr(words, REAL_AND_DEMO)
    except CprError:
        return None


def _named(actor: Actor, words: str, now: datetime) -> QuerySet[Person]:
    people = visible_persons(actor)
    for word in words.split():
        people = people.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return people


def _in_scope(scope: str, actor: Actor, now: datetime) -> Q:
    mine = Q(handler_id__in=actor.employee_ids)
    unit = Q(owner_unit_id__in=actor.unit_ids)
    # Each only when it is asked for: what waits for somebody takes a while to write.
    scopes: Mapping[str, Callable[[], Q]] = {
        "mine": lambda: mine,
        "mig": lambda: waits_for(actor, now),
        "enhed": lambda: unit,
        "ufordelt": lambda: unit & Q(handler_id__isnull=True),
        "venter": lambda: mine & Q(waiting_for__in=NOT_US) & ~waits_for(actor, now),
        "overskredet": lambda: (mine | unit) & Q(next_deadline__lt=now),
    }
    return scopes[scope]()


def handlers(actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """(uuid, name) of those with a position today in the units whose cases the reader sees."""
    positions = Position.objects.on(local_day(now)).filter(unit_id__in=actor.unit_ids)
    colleagues = visible_employees(actor).filter(positions__in=positions).distinct()
    rows = colleagues.order_by("name", "pk").values_list("uuid", "name")
    return [(str(uuid), name) for uuid, name in rows]


def case_types(actor: Actor) -> list[tuple[str, str]]:
    """(key, title) of the case types an authority has in use, for the filter."""
    processes = (row.process for row in TYPES_IN_USE.all(authority=actor.authority_id))
    return sorted({(one.key, one.title) for one in processes}, key=lambda row: row[1])
