"""What the authority knows already, as answers in a form: from the register and the case.

A graph names a source (``prefill = "child.birth_date"``); an adapter registered here reads it. What
the reader may not see is not there, and a protected address is never written into an answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Custody, Person
from faelled.base.people.queries import address_of, is_protected
from faelled.casework.cases.models import Case
from faelled.lib.dates import local_day
from faelled.lib.dcr import Event, Field, Graph, Marking
from faelled.lib.dcr.formats.native_form_checks import FROM_CASE
from faelled.lib.fields import Given, as_input


@dataclass(frozen=True, slots=True)
class Asking:
    """Who fills in, and whom it is about: ``person`` the party, ``child`` whom a parent asks for.

    ``marking`` and ``roles`` are the case's; a new application has those it would begin with.
    """

    person: Person | None
    child: Person | None
    graph: Graph
    marking: Marking
    roles: frozenset[str]
    by: Actor
    now: datetime


Read = Callable[[Asking, Field], Given | None]


class PrefillRegistry:
    """Sources by name; another one under the same name is refused.

    >>> registry = PrefillRegistry()
    >>> registry.register("person.name", lambda asking, field: Given(("Dorthe Friis",), "CPR"))
    >>> registry.names()
    ('person.name',)
    """

    def __init__(self) -> None:
        self._sources: dict[str, Read] = {}

    def register(self, name: str, read: Read) -> None:
        if name in self._sources:
            raise ValueError(f"Prefill source {name!r} is registered twice.")
        self._sources[name] = read

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._sources))

    def known(self, fields: Iterable[Field], asking: Asking) -> Mapping[str, Given]:
        """By field id what is known and may be shown to the reader. Nothing without a log-in."""
        if asking.by.kind is ActorKind.ANONYMOUS:
            return {}
        pairs = ((field.id, self._read(field, asking)) for field in fields if field.prefill)
        return {id: given for id, given in pairs if given is not None}

    def _read(self, field: Field, asking: Asking) -> Given | None:
        if field.prefill.startswith(FROM_CASE):
            return from_case(asking, field)
        read = self._sources.get(field.prefill)
        return read(asking, field) if read is not None else None


PREFILL = PrefillRegistry()


def known_in(
    case: Case,
    event: Event,
    graph: Graph,
    marking: Marking,
    roles: frozenset[str],
    *,
    by: Actor,
    now: datetime,
) -> Mapping[str, Given]:
    """What is known for a step of a case, of its main person and the child it is about. Nobody is
    looked up for a form that asks for nothing of it.
    """
    if not any(field.prefill for field in event.fields):
        return {}
    person = case.main_person
    child = child_in(case, person, now) if person is not None else None
    asking = Asking(person, child, graph, marking, roles, by, now)
    return PREFILL.known(event.fields, asking)


def child_in(case: Case, parent: Person, now: datetime) -> Person | None:
    """The one child of the parent among the parties; none where there are several."""
    children = Custody.objects.on(local_day(now)).filter(holder=parent).values("child_id")
    found = Person.objects.filter(
        pk__in=case.parties.filter(valid_to__isnull=True).values("person_id")
    ).filter(pk__in=children)
    few = list(found[:2])
    return few[0] if len(few) == 1 else None


def from_case(asking: Asking, field: Field) -> Given | None:
    """An answer of another step, where the reader may read that step's answers."""
    step, _dot, part = field.prefill.removeprefix(FROM_CASE).rpartition(".")
    record = asking.marking.values.get(step)
    if step not in asking.graph or not isinstance(record, Mapping) or record.get(part) is None:
        return None
    event = asking.graph.event(step)
    staff = asking.by.kind is ActorKind.EMPLOYEE and not event.read_roles
    if not (staff or asking.roles & {*event.roles, *event.read_roles}):
        return None
    said = _("Fra »%(step)s« i sagen.") % {"step": event.label}
    return Given(as_input(field, record[part]), said)


def _register() -> str:
    return _("Fra folkeregisteret (CPR).")


def _name(person: Person, asking: Asking, field: Field) -> Given | None:
    return Given((f"{person.given_name} {person.family_name}",), _register())


def _birth_date(person: Person, asking: Asking, field: Field) -> Given | None:
    if person.birth_date is None:
        return None
    return Given(as_input(field, person.birth_date), _register())


def _address(person: Person, asking: Asking, field: Field) -> Given | None:
    """A protected address is known and not written: an answer goes into letters and receipts."""
    today = local_day(asking.now)
    if is_protected(person.address_protected_until, today):
        return Given((), _("Adressen er beskyttet. Vi har den, og den skrives ikke her."), True)
    text = address_of(person, asking.by, today)
    return Given((" ".join(text.split()),), _register()) if text else None


def _of_person(read: Callable[[Person, Asking, Field], Given | None]) -> Read:
    def known(asking: Asking, field: Field) -> Given | None:
        person = asking.person
        return read(person, asking, field) if _may_see(person, asking) and person else None

    return known


def _of_child(read: Callable[[Person, Asking, Field], Given | None]) -> Read:
    def known(asking: Asking, field: Field) -> Given | None:
        child = asking.child
        return read(child, asking, field) if _may_see(child, asking) and child else None

    return known


def _other_holder(asking: Asking, field: Field) -> Given | None:
    """Whether somebody else has custody too: only that, never who. Nothing of a child that the one
    who applies has no custody of.
    """
    if asking.child is None or not _may_see(asking.child, asking):
        return None
    holders = Custody.objects.on(local_day(asking.now)).filter(child=asking.child)
    found = set(holders.values_list("holder_id", flat=True))
    if asking.person is None or asking.person.pk not in found:
        return None
    return Given(as_input(field, len(found) > 1), _register())


def _may_see(person: Person | None, asking: Asking) -> bool:
    """The authority's staff, the person, and who acts for the person."""
    if person is None or person.authority_id != asking.by.authority_id:
        return False
    own = person.pk == asking.by.person_id or person.pk in asking.by.represents
    return own or asking.by.kind in (ActorKind.EMPLOYEE, ActorKind.SYSTEM)


for _key, _reader in (("name", _name), ("birth_date", _birth_date), ("address", _address)):
    PREFILL.register(f"person.{_key}", _of_person(_reader))
    PREFILL.register(f"child.{_key}", _of_child(_reader))
PREFILL.register("child.other_holder", _other_holder)
