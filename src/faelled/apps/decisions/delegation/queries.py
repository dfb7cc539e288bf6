"""Reads of plans. How an authority has shared out its decisions is open to all who work there."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from faelled.apps.decisions.delegation.models import PlanInForce, PlanVersion
from faelled.base.access.actor import Actor, ActorKind
from faelled.base.people.models import Position, Unit
from faelled.lib.delegation import DeciderKind, Rules

STAFF = frozenset({ActorKind.EMPLOYEE, ActorKind.SYSTEM})


def visible_to(actor: Actor) -> QuerySet[PlanVersion]:
    """The plans of the authority where the reader works; a citizen or a stranger reads none."""
    if actor.kind not in STAFF:
        return PlanVersion.objects.none()
    return PlanVersion.objects.filter(authority_id=actor.authority_id)


def get_version(actor: Actor, number: int) -> PlanVersion:
    """One version by its number; 404."""
    version = visible_to(actor).filter(number=number).first()
    if version is None:
        raise Http404
    return version


def versions_of(actor: Actor) -> list[PlanVersion]:
    """All versions, newest first, each with the times it was put in force; without the files."""
    rows = visible_to(actor).defer("source").prefetch_related("in_force")
    return list(rows.order_by("-number"))


def in_force(authority_id: int, day: date) -> PlanVersion | None:
    """The version that holds on ``day``; None before any has been put in force."""
    row = (
        PlanInForce.objects.filter(version__authority_id=authority_id, valid_from__lte=day)
        .select_related("version")
        .defer("version__source")
        .order_by("-valid_from", "-pk")
        .first()
    )
    return row.version if row else None


def positions_missing(rules: Rules, authority_id: int, day: date) -> list[str]:
    """The positions, boards and units that a plan names and nobody has or nothing is today: a
    word spelt wrong points at nobody.
    """
    held = Position.objects.on(day).filter(unit__authority_id=authority_id)
    pairs = list(held.values_list("title", "role"))
    titles, roles = {title.casefold() for title, _role in pairs}, {role for _title, role in pairs}
    units = Unit.objects.on(day).filter(authority_id=authority_id)
    names = set(units.values_list("name", flat=True))
    named = [one for rule in rules.rules for one in (*rule.deciders, *rule.copies)]
    wrong = [
        _("Ingen har stillingen »%(name)s«.") % {"name": one.name}
        for one in named
        if one.kind is DeciderKind.POSITION and one.name.casefold() not in titles
    ]
    wrong += [
        _("Ingen har rollen »%(name)s«.") % {"name": rules.role_label(one.name)}
        for one in named
        if one.kind is not DeciderKind.POSITION and one.name not in roles
    ]
    wrong += [
        _("Der er ingen enhed »%(name)s«.") % {"name": rule.unit}
        for rule in rules.rules
        if rule.unit and rule.unit not in names
    ]
    return list(dict.fromkeys(wrong))
