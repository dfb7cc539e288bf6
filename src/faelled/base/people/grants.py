"""Rights under four eyes: what each kind of grant asks, says and does, and who may decide.

The course of a proposal is a rule graph, ``content/graphs/rolletildeling.toml``, run by the same
engine as a case (docs/adr/0014). Taking a right away needs no proposal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.base.access.actor import Actor, Capability
from faelled.base.people.deciders import Decider, leaders_for
from faelled.base.people.models import (
    Duty,
    Employee,
    GrantKind,
    GrantProposal,
    Position,
    Substitution,
    Unit,
    User,
)
from faelled.lib.dates import danish_calendar, local_day
from faelled.lib.dcr import Engine
from faelled.lib.dcr.formats.native import loads

GRAPH = "rolletildeling"
Terms = Mapping[str, Any]
CAPABILITY_WORDS: Mapping[Capability, str | Promise] = {
    Capability.SEE_PROTECTED_ADDRESS: gettext_lazy("Se beskyttede adresser"),
    Capability.BREAK_GLASS: gettext_lazy("Bruge nødadgang"),
    Capability.REVIEW_BREAK_GLASS: gettext_lazy("Gennemse nødadgang"),
    Capability.PUBLISH_PROCESS: gettext_lazy("Udgive processer"),
    Capability.MANAGE_PEOPLE: gettext_lazy("Administrere medarbejdere"),
    Capability.MANAGE_DELEGATION: gettext_lazy("Sætte kompetenceplaner i kraft"),
    Capability.READ_AUDIT: gettext_lazy("Læse loggen over opslag"),
    Capability.SORT_POST: gettext_lazy("Fordele Digital Post"),
}


def capability_words(text: str) -> str:
    """``capability_words("read-audit") == "Læse loggen over opslag"``; an unknown one as it is."""
    known = {capability.value: words for capability, words in CAPABILITY_WORDS.items()}
    return str(known.get(text, text))


@lru_cache(maxsize=1)
def grant_engine() -> Engine:
    """The engine of a proposal's course."""
    text = (settings.CONTENT / "graphs" / f"{GRAPH}.toml").read_text(encoding="utf-8")
    return Engine(loads(text), calendar=danish_calendar())


@dataclass(frozen=True, slots=True)
class Checked:
    """Terms that can be granted: as stored, in words, and the unit whose leader decides."""

    terms: Terms
    words: str
    unit: Unit


def checked(employee: Employee, kind: GrantKind, terms: Terms, today: date) -> Checked:
    """The terms of one kind for ``employee``. ValueError says in words what cannot be given."""
    return _KINDS[kind](employee, terms, today)


def words_of(proposal: GrantProposal) -> str:
    """What is proposed, in one line; what its rows were called when they are gone."""
    try:
        terms = proposal.terms
        kind = GrantKind(proposal.kind)
        return checked(proposal.employee, kind, terms, local_day(proposal.proposed_at)).words
    except ValueError:
        return str(GrantKind(proposal.kind).label)


def _position(employee: Employee, terms: Terms, today: date) -> Checked:
    unit = _unit(employee, terms.get("unit"))
    role, title = str(terms.get("role") or "").strip(), str(terms.get("title") or "").strip()
    if not role:
        raise ValueError(_("Skriv, hvilken rolle det er."))
    leads = bool(terms.get("leads"))
    start, end = _days(terms, today)
    words = _("%(role)s i %(unit)s") % {"role": title or role, "unit": unit.name}
    if leads:
        words = _("%(position)s, som leder") % {"position": words}
    stored = {"unit": unit.pk, "role": role, "title": title, "leads": leads, **_iso(start, end)}
    return Checked(stored, f"{words}, {_period(start, end)}", unit)


def _capability(employee: Employee, terms: Terms, today: date) -> Checked:
    held = Position.objects.on(today).filter(employee=employee).select_related("unit")
    position = held.filter(pk=_number(terms.get("position"))).first()
    if position is None:
        raise ValueError(_("Vælg en stilling, som medarbejderen har."))
    try:
        capability = Capability(str(terms.get("capability")))
    except ValueError:
        raise ValueError(_("Vælg en rettighed.")) from None
    if capability in position.capabilities:
        raise ValueError(_("Den rettighed har medarbejderen allerede."))
    words = _("%(right)s, med stillingen i %(unit)s") % {
        "right": capability_words(capability),
        "unit": position.unit.name,
    }
    return Checked({"position": position.pk, "capability": capability.value}, words, position.unit)


def _desk_role(employee: Employee, terms: Terms, today: date) -> Checked:
    leader = Employee.objects.filter(
        authority=employee.authority_id, pk=_number(terms.get("leader"))
    ).first()
    if leader is None or leader.pk == employee.pk:
        raise ValueError(_("Vælg den leder, det er hos."))
    try:
        duty = Duty(str(terms.get("duty")))
    except ValueError:
        raise ValueError(_("Vælg, hvad medarbejderen skal.")) from None
    start, end = _days(terms, today)
    words = {"duty": duty.label, "leader": leader.name, "period": _period(start, end)}
    return Checked(
        {"leader": leader.pk, "duty": duty.value, **_iso(start, end)},
        _("%(duty)s: %(leader)s, %(period)s") % words,
        _home(leader, today),
    )


def _mandate(employee: Employee, terms: Terms, today: date) -> Checked:
    pattern = str(terms.get("kle_pattern") or "").strip()
    decision = str(terms.get("decision_type") or "").strip()
    if not (pattern and decision):
        raise ValueError(_("Skriv både emne og slags afgørelse."))
    text = str(terms.get("amount_max") or "").strip()
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        raise ValueError(_("Beløbet kan ikke læses.")) from None
    start, end = _days(terms, today)
    limit = _("højst %(amount)s kr.") % {"amount": text} if text else _("uden grænse")
    words = _("Afgøre %(decision)s på %(pattern)s, %(limit)s, %(period)s") % {
        "decision": decision,
        "pattern": pattern,
        "limit": limit,
        "period": _period(start, end),
    }
    stored = {
        "kle_pattern": pattern,
        "decision_type": decision,
        "amount_max": str(amount) if amount is not None else "",
        **_iso(start, end),
    }
    return Checked(stored, words, _home(employee, today))


def _all_pages(employee: Employee, terms: Terms, today: date) -> Checked:
    if not employee.leadership_only:
        raise ValueError(_("Medarbejderen har allerede adgang til alle sider."))
    words = _("Alle sider, ikke kun ledersiderne")
    return Checked({}, words, _home(employee, today))


_KINDS: Mapping[GrantKind, Callable[[Employee, Terms, date], Checked]] = {
    GrantKind.POSITION: _position,
    GrantKind.CAPABILITY: _capability,
    GrantKind.DESK_ROLE: _desk_role,
    GrantKind.MANDATE: _mandate,
    GrantKind.ALL_PAGES: _all_pages,
}


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= 18 else 0


def _unit(employee: Employee, value: object) -> Unit:
    unit = Unit.objects.filter(authority=employee.authority_id, pk=_number(value)).first()
    if unit is None:
        raise ValueError(_("Vælg en enhed."))
    return unit


def _home(employee: Employee, today: date) -> Unit:
    held = Position.objects.on(today).filter(employee=employee).select_related("unit")
    position = held.order_by("valid_from", "pk").first()
    if position is None:
        raise ValueError(_("%(name)s har ingen stilling endnu.") % {"name": employee.name})
    return position.unit


def _days(terms: Terms, today: date) -> tuple[date, date | None]:
    """First day, and first day without; no first day is today."""
    start, end = _day(terms.get("valid_from")) or today, _day(terms.get("valid_to"))
    if end is not None and end <= start:
        raise ValueError(_("Perioden skal slutte efter, at den begynder."))
    return start, end


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else None


def _iso(start: date, end: date | None) -> dict[str, str]:
    return {"valid_from": start.isoformat(), "valid_to": end.isoformat() if end else ""}


def _period(start: date, end: date | None) -> str:
    words = {"start": f"{start:%d.%m.%Y}", "end": f"{end:%d.%m.%Y}" if end else ""}
    return (_("fra %(start)s til %(end)s") if end else _("fra %(start)s")) % words


def involved(proposal: GrantProposal) -> frozenset[int]:
    """The employees who may not decide: who gets it, and all who made the proposal."""
    users = User.objects.filter(public_id__in=[i for i in proposal.prepared_by if i != "system"])
    return frozenset(users.values_list("employee_id", flat=True)) | {proposal.employee_id}


def deciders_of(proposal: GrantProposal, now: datetime) -> list[Decider]:
    """Who can decide at ``now``, each with the reason: the leader or whoever decides for an absent
    one, and those at work who manage people. Nobody with a part in it.
    """
    part = involved(proposal)
    found = leaders_for(proposal.unit, now, but_not=part)
    known = part | {one.employee.pk for one in found}
    return [
        *found,
        *(one for one in _people_managers(proposal, now) if one.employee.pk not in known),
    ]


def _people_managers(proposal: GrantProposal, now: datetime) -> list[Decider]:
    held = Position.objects.on(local_day(now)).exclude(capabilities=[])
    rows = held.filter(
        employee__authority_id=proposal.authority_id, employee__user__is_active=True
    ).select_related("employee")
    away = set(
        Substitution.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list(
            "absent_id", flat=True
        )
    )
    people = {
        row.employee_id: row.employee
        for row in rows.order_by("employee__name")
        if Capability.MANAGE_PEOPLE in row.capabilities and row.employee_id not in away
    }
    return [Decider(one, _("Administrerer medarbejdere")) for one in people.values()]


def may_decide(actor: Actor, proposal: GrantProposal, now: datetime) -> bool:
    """Neither who proposed nor who gets it, under whichever name; else a leader or manager."""
    if actor.authority_id != proposal.authority_id or actor.employee_ids & involved(proposal):
        return False
    if actor.can(Capability.MANAGE_PEOPLE):
        return True
    leaders = leaders_for(proposal.unit, now, but_not=involved(proposal))
    return any(one.employee.pk in actor.employee_ids for one in leaders)


def concerns(actor: Actor) -> Q:
    """The proposals that an actor made or gets."""
    made = Q(pk__in=[])
    for user_id in actor.user_ids:
        made |= Q(prepared_by__icontains=user_id)
    return made | Q(employee__in=actor.employee_ids)
