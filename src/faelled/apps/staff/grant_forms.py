"""What is asked when a right is proposed: one form for each kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.people.grants import CAPABILITY_WORDS
from faelled.base.people.models import Duty, Employee, GrantKind, GrantProposal, Position
from faelled.base.people.queries import visible_employees, visible_units
from faelled.casework.cases.small_forms import SmallForm
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType, Option

Asked = Callable[[Employee, Actor, datetime], tuple[Field, ...]]


def grant_form(kind: GrantKind, employee: Employee, by: Actor, *, now: datetime) -> SmallForm:
    """Propose a right of one kind for ``employee``."""
    words = {"kind": kind.label, "name": employee.name}
    reason = Field("reason", _("Hvorfor?"), FieldType.LONGTEXT, required=True)
    return SmallForm(
        _("Foreslå til %(name)s: %(kind)s") % words,
        _("Send til godkendelse"),
        (*_ASKED[kind](employee, by, now), reason),
        _("Det gælder først, når en anden har godkendt det."),
    )


def as_proposed(form: SmallForm, proposal: GrantProposal) -> SmallForm:
    """The form with what the proposal says."""
    typed = {"reason": proposal.reason}
    for field in form.fields:
        value = proposal.terms.get(field.id, "")
        if isinstance(value, bool):
            value = "true" if value else "false"
        typed.setdefault(field.id, str(value))
    return replace(form, typed=typed)


def return_form() -> SmallForm:
    """What has to be changed before it can be approved."""
    return SmallForm(
        _("Send forslaget tilbage"),
        _("Send tilbage"),
        (Field("comment", _("Hvad skal ændres?"), FieldType.LONGTEXT, required=True),),
    )


def _choice(id: str, label: str, options: list[Option]) -> Field:
    return Field(id, label, FieldType.CHOICE, required=True, options=tuple(options))


def _days() -> tuple[Field, ...]:
    return (
        Field("valid_from", _("Fra"), FieldType.DATE, help=_("Tomt: fra godkendelsen.")),
        Field("valid_to", _("Til"), FieldType.DATE, help=_("Første dag uden. Tomt: uden slut.")),
    )


def _position(employee: Employee, by: Actor, now: datetime) -> tuple[Field, ...]:
    units = visible_units(by).order_by("path")
    roles = Position.objects.filter(unit__authority_id=by.authority_id).order_by("role")
    known = roles.values_list("role", flat=True).distinct()
    return (
        _choice("unit", _("Enhed"), [Option(str(one.pk), one.name) for one in units]),
        _choice("role", _("Rolle"), [Option(role, role) for role in known]),
        Field("title", _("Titel"), max="200"),
        Field("leads", _("Leder enheden?"), FieldType.BOOLEAN, required=True),
        *_days(),
    )


def _capability(employee: Employee, by: Actor, now: datetime) -> tuple[Field, ...]:
    held = Position.objects.on(local_day(now)).filter(employee=employee).select_related("unit")
    positions = [Option(str(one.pk), f"{one.title or one.role}, {one.unit.name}") for one in held]
    rights = [Option(one.value, str(words)) for one, words in CAPABILITY_WORDS.items()]
    return (
        _choice("position", _("Følger stillingen"), positions),
        _choice("capability", _("Rettighed"), rights),
    )


def _desk_role(employee: Employee, by: Actor, now: datetime) -> tuple[Field, ...]:
    leads = Position.objects.on(local_day(now)).filter(leads=True).values("employee")
    leaders = visible_employees(by).filter(pk__in=leads).exclude(pk=employee.pk).order_by("name")
    return (
        _choice("leader", _("Leder"), [Option(str(one.pk), one.name) for one in leaders]),
        _choice("duty", _("Hvad skal medarbejderen?"), [Option(*one) for one in _duties()]),
        *_days(),
    )


def _duties() -> list[tuple[str, str]]:
    return [(duty.value, str(duty.label)) for duty in Duty]


def _mandate(employee: Employee, by: Actor, now: datetime) -> tuple[Field, ...]:
    return (
        Field("kle_pattern", _("Emne"), required=True, max="20", help=_("Et emne eller 99.*")),
        Field("decision_type", _("Slags afgørelse"), required=True, max="100"),
        Field("amount_max", _("Højst"), FieldType.AMOUNT, help=_("Tomt: uden grænse.")),
        *_days(),
    )


def _all_pages(employee: Employee, by: Actor, now: datetime) -> tuple[Field, ...]:
    return ()


_ASKED: Mapping[GrantKind, Asked] = {
    GrantKind.POSITION: _position,
    GrantKind.CAPABILITY: _capability,
    GrantKind.DESK_ROLE: _desk_role,
    GrantKind.MANDATE: _mandate,
    GrantKind.ALL_PAGES: _all_pages,
}
