"""The people and units that an event log names, made as they are met."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, ActorKind, system_actor
from faelled.base.people.actions import add_employee, add_unit, grant_position
from faelled.base.people.models import Employee, Unit
from faelled.lib.dates import local_day
from faelled.lib.dcr import Graph
from faelled.lib.dcr.logs import LogEvent

NOT_EMPLOYED = frozenset({"citizen", "system"})


@dataclass
class LogPeople:
    """Who did what in a log, as employees without a log-in in an invented tree below ``unit``.

    A log says who did an activity, not what they were allowed to: each gets a position with the
    role of what they did, in ``unit``, where the cases lie. A group of the log becomes a unit
    below it. Where the log names nobody, the system did it.
    """

    unit: Unit
    by: Actor
    now: datetime
    employees: dict[str, Employee] = field(default_factory=dict)
    _units: dict[str, Unit] = field(default_factory=dict)
    _held: set[tuple[str, str]] = field(default_factory=set)

    def employ(self, graph: Graph, known: frozenset[str]) -> None:
        """One employee for each role of the graph that nobody holds, so that it can be used."""
        for role in graph.roles:
            if role.id not in known | NOT_EMPLOYED:
                self._hold(_("%(role)s (fra log)") % {"role": role.label}, role.id)

    def actor(self, event: LogEvent, roles: tuple[str, ...]) -> Actor:
        """Who did ``event``, with the first role that its step asks of an employee."""
        if not event.resource:
            return system_actor(self.unit.authority_id)
        role = next((one for one in roles if one not in NOT_EMPLOYED), "caseworker")
        employee = self._hold(event.resource, role)
        home = self._group(event.group) if event.group else self.unit
        return Actor(
            id=str(employee.uuid),
            name=employee.name,
            kind=ActorKind.EMPLOYEE,
            authority_id=self.unit.authority_id,
            employee_id=employee.pk,
            unit_ids=frozenset({self.unit.pk}),
            home_unit_id=home.pk,
            roles=frozenset(roles) | {role},
            purpose="case-work",
        )

    def _hold(self, name: str, role: str) -> Employee:
        employee = self.employees.get(name)
        if employee is None:
            employee = self.employees[name] = add_employee(
                self.unit.authority, name=name[:200], by=self.by, now=self.now
            )
        if (name, role) not in self._held:
            self._held.add((name, role))
            today = local_day(self.now)
            grant_position(
                employee, self.unit, role=role, valid_from=today, by=self.by, now=self.now
            )
        return employee

    def _group(self, name: str) -> Unit:
        if name not in self._units:
            self._units[name] = add_unit(
                self.unit.authority,
                name[:200],
                parent=self.unit,
                valid_from=local_day(self.now),
                by=self.by,
                now=self.now,
            )
        return self._units[name]
