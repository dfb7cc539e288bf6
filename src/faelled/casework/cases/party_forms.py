"""The forms for who a case is about: one joins, one leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor
from faelled.base.people.queries import find_person_by_cpr
from faelled.casework.cases import actions
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case, Party
from faelled.casework.cases.party_roles import ADDED, REPRESENTATIVE, role_words
from faelled.casework.cases.party_rows import party_display
from faelled.casework.cases.queries import current
from faelled.casework.cases.small_forms import SmallForm, hidden_by
from faelled.lib.dcr import Citation, Field, FieldType, Option
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr

# What a party may do: nothing, see the case, or act in it as the graph's citizen does.
NOTHING, SEE, ACT = "nothing", "see", "act"
FOR_A_REPRESENTATIVE = f"role == '{REPRESENTATIVE}'"


def party_form(case: Case, actor: Actor, post: QueryDict, *, now: datetime) -> SmallForm:
    """Who, in which role, for whom, and what they may see. ``post``: what is typed so far."""
    principals = [
        Option(str(row.pk), f"{party_display(row, actor, now=now)} ({role_words(row.role)})")
        for row in principals_of(case, now)
    ]
    # Without a party there is nobody to act for.
    added = [role for role in ADDED if principals or role != REPRESENTATIVE]
    roles = tuple(Option(role, role_words(role)) for role in added)
    fields = [
        Field("cpr", _("CPR-nummer"), FieldType.CPR, True),
        Field("role", _("Hvad er personen i sagen?"), FieldType.CHOICE, True, options=roles),
        Field(
            "access",
            _("Hvad må personen i sagen?"),
            FieldType.CHOICE,
            True,
            options=(
                Option(NOTHING, _("Står kun i sagen og ser den ikke")),
                Option(SEE, _("Ser sagen")),
                Option(ACT, _("Ser sagen, får brevene og kan gøre det, borgeren kan")),
            ),
            help=_("Hvad et barn må se, kan dets forældremyndighedsindehavere også se."),
        ),
        *_representation(tuple(principals)),
    ]
    return SmallForm(
        _("Føj en person til sagen"),
        _("Føj til sagen"),
        tuple(fields),
        hidden=hidden_by(fields, post, now=now),
        typed={"represents": principals[0].value} if len(principals) == 1 else None,
    )


def _representation(principals: tuple[Option, ...]) -> list[Field]:
    """Asked where there is somebody to act for (forvaltningsloven § 8)."""
    if not principals:
        return []
    return [
        Field(
            "represents",
            _("Hvem repræsenterer personen?"),
            FieldType.CHOICE,
            True,
            show_if=FOR_A_REPRESENTATIVE,
            options=principals,
        ),
        Field(
            "mandate",
            _("Hvad går fuldmagten ud på?"),
            FieldType.TEXT,
            True,
            show_if=FOR_A_REPRESENTATIVE,
            max="200",
            cites=(Citation("forvaltningsloven", "§ 8"),),
            help=_("For eksempel: Må se og svare i hele sagen, skriftlig fuldmagt af 2. maj 2026."),
        ),
    ]


def principals_of(case: Case, now: datetime) -> QuerySet[Party]:
    """The present parties who act for nobody else: those one can act for."""
    rows = case.parties.filter(current(now), represents=None).exclude(role=REPRESENTATIVE)
    return rows.select_related("person", "company").order_by("pk")


def add_from(case: Case, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Party:
    """Join the person that the form names; they must be known already."""
    person = find_person_by_cpr(parse_cpr(str(values["cpr"]), REAL_AND_DEMO), by=by, now=now)
    if person is None:
        message = _("Vi kender ingen med det CPR-nummer.")
        raise DataRefused(message, {"cpr": message})
    role, access = str(values["role"]), values["access"]
    acts_for_another = role == REPRESENTATIVE
    chosen = str(values.get("represents", ""))
    represents = None
    if acts_for_another and chosen:
        represents = principals_of(case, now).filter(pk=chosen).first()
    return actions.add_party(
        case,
        person,
        by=by,
        now=now,
        role=role,
        graph_role=case.case_type.citizen_role if access == ACT else "",
        sees_case=access in (SEE, ACT),
        mandate=str(values.get("mandate", "")) if acts_for_another else "",
        represents=represents,
    )


def end_party_form(party: Party, actor: Actor, *, now: datetime) -> SmallForm:
    """Why somebody is in the case no longer."""
    said = {"name": party_display(party, actor, now=now), "role": role_words(party.role)}
    lead = _("%(name)s (%(role)s) kan ikke længere se sagen, når du har gemt.") % said
    if party.agents.filter(current(now)).exists():
        lead += " " + _("Det samme gælder den, der repræsenterer personen.")
    return SmallForm(
        _("Ikke længere i sagen"),
        _("Gem"),
        (
            Field(
                "reason",
                _("Hvorfor er personen ikke længere med i sagen?"),
                FieldType.LONGTEXT,
                required=True,
            ),
        ),
        lead,
    )
