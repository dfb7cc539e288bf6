"""The people one can log in as in a demo: who they are and what they do, in one line each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from faelled.base.people.models import Position, User, UserKind

DOES: dict[str, str | Promise] = {
    "anna": gettext_lazy("Sagsbehandler i Børnehandicap. Behandler ansøgninger fra forældre."),
    "bo": gettext_lazy("Leder af Børn og Familie. Godkender afgørelser, ofte på telefonen."),
    "carla": gettext_lazy("Sagsbehandler i Teknik og Miljø. Ser ikke børnesagerne."),
    "dorthe": gettext_lazy("Mor til Emil på 8 år. Søger om tabt arbejdsfortjeneste."),
    "erik": gettext_lazy("Leder i Teknik og Miljø. Stedfortræder for Bo, når Bo er væk."),
    "gitte": gettext_lazy("Sagsbehandler i Børnehandicap. Annas kollega."),
    "frida": gettext_lazy("Systemadministrator. Udgiver processer og gennemgår nødadgang."),
    "sanne": gettext_lazy("Sekretær for Bo. Passer hans godkendelser og handler på hans vegne."),
    "esben": gettext_lazy("Far til Emil. Deler forældremyndigheden med Dorthe."),
    "hanne": gettext_lazy("Medarbejder i Fondssekretariatet. Følger ansøgninger til fonden."),
    "ivan": gettext_lazy("Jurist i Fondssekretariatet. Vurderer ansøgninger."),
    "jette": gettext_lazy("Arkitekt i Fondssekretariatet. Vurderer ansøgninger."),
    "kim": gettext_lazy("Bestyrelsens sekretær i Fondssekretariatet."),
    "lone": gettext_lazy("Søger penge fra fonden."),
}


@dataclass(frozen=True, slots=True)
class Member:
    user: User
    name: str
    does: str

    @property
    def initials(self) -> str:
        """``"Anna Dam"`` is AD."""
        return "".join(word[0] for word in self.name.split()[:2])


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    title: str
    members: tuple[Member, ...]


def cast_groups(today: date) -> list[Group]:
    """Everybody who can log in, employees first; only ever shown in a demo."""
    known = User.objects.filter(is_active=True).order_by("pk")
    users = [
        user
        for user in known.select_related("employee__authority", "person__authority")
        if user.authority is not None and user.authority.invented
    ]
    positions = _position_lines([u.employee_id for u in users if u.employee_id], today)
    titles = {UserKind.EMPLOYEE: _("I kommunen"), UserKind.CITIZEN: _("Borgere")}
    groups = [
        Group(
            kind.value,
            title,
            tuple(_member(user, positions) for user in users if user.kind == kind),
        )
        for kind, title in titles.items()
    ]
    return [group for group in groups if group.members]


def _position_lines(employee_ids: Iterable[int], today: date) -> dict[int, str]:
    rows = (
        Position.objects.filter(employee__in=list(employee_ids))
        .on(today)
        .select_related("unit")
        .order_by("-pk")
    )
    return {row.employee_id: f"{row.title or row.role}, {row.unit.name}" for row in rows}


def _member(user: User, positions: dict[int, str]) -> Member:
    known = str(DOES.get(re.split(r"[-.@]", user.username.lower())[0], ""))
    if user.employee is not None:
        return Member(user, user.employee.name, known or positions.get(user.employee.pk, ""))
    person = user.person
    name = f"{person.given_name} {person.family_name}" if person else user.username
    return Member(user, name, known or _("Borger"))
