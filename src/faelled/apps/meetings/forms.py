"""What is asked when a meeting is planned, an item written, a decision taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from faelled.apps.meetings import queries
from faelled.apps.meetings.actions import NewItem, NewMeeting
from faelled.apps.meetings.models import Attendee, Item, Meeting, Part
from faelled.base.access.actor import Actor
from faelled.base.people.models import Employee
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.forms import as_number
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import worked_on_by
from faelled.casework.cases.small_forms import SmallForm
from faelled.casework.documents.models import Document
from faelled.casework.documents.queries import of_case
from faelled.casework.processes.engines import graph_for
from faelled.lib import fields as form_fields
from faelled.lib.dcr import Field, FieldType, Option

LONGEST_TEXT = "8000"


def people_options(actor: Actor, *, now: datetime) -> tuple[Option, ...]:
    """Everybody at work in the authority, to choose from."""
    found = queries.colleagues(actor, now=now)
    return tuple(
        Option(str(one.pk), f"{one.name}, {one.title}" if one.title else one.name) for one in found
    )


def meeting_form(actor: Actor, *, now: datetime) -> SmallForm:
    people = people_options(actor, now=now)
    return SmallForm(
        _("Nyt møde"),
        _("Gem mødet"),
        (
            *_when_and_where(),
            Field("chair", _("Hvem leder mødet?"), FieldType.CHOICE, True, options=people),
            Field(
                "secretary",
                _("Hvem skriver dagsorden og referat?"),
                FieldType.CHOICE,
                True,
                options=people,
            ),
        ),
        _("Du skal selv være mødets leder eller sekretær."),
        typed={"secretary": str(actor.employee_id or "")},
    )


def change_form(meeting: Meeting) -> SmallForm:
    fields = _when_and_where()
    values = {field.id: getattr(meeting, field.id) for field in fields}
    typed = {
        field.id: "".join(form_fields.as_input(field, values[field.id])[:1]).removesuffix(".00")
        for field in fields
    }
    return SmallForm(_("Ret mødet"), _("Gem mødet"), fields, typed=typed)


def adhoc_form(actor: Actor) -> SmallForm:
    return SmallForm(
        _("Møde nu"),
        _("Begynd mødet nu"),
        (
            Field("title", _("Hvad handler mødet om?"), required=True, max="200"),
            Field("case_number", _("Sagsnummer, hvis det handler om en sag"), max="60"),
            whole_case_field("why"),
        ),
        _("Mødet begynder med det samme. Deltagerne kan læse bilagene, til mødet afsluttes."),
    )


def item_form(actor: Actor, *, now: datetime, item: Item | None = None) -> SmallForm:
    """The item's own words; papers, people and the closed part are boxes beside (`Boxes`)."""
    case = item.case if item else None
    fields = [
        Field("title", _("Hvad hedder punktet?"), required=True, max="200"),
        Field("case_number", _("Sagsnummer, hvis det er en sag"), max="60"),
        whole_case_field("whole_case_why"),
        Field(
            "text", _("Hvad skal mødet tage stilling til?"), FieldType.LONGTEXT, max=LONGEST_TEXT
        ),
        Field(
            "presenter",
            _("Hvem fremlægger?"),
            FieldType.CHOICE,
            options=people_options(actor, now=now),
        ),
    ]
    if case is not None:
        fields.append(
            Field(
                "step",
                _("Trin i sagen, som beslutningen udfører"),
                FieldType.CHOICE,
                options=step_options(case),
                help=_("Vælg kun et trin, når den, der skriver beslutningen, må udføre det."),
            )
        )
    typed = {}
    if item is not None:
        typed = {
            "title": item.title,
            "case_number": case.number if case else "",
            "whole_case_why": item.whole_case_why,
            "text": item.text,
            "presenter": str(item.presenter_id or ""),
            "step": item.step,
        }
    heading = _("Ret punktet") if item else _("Nyt punkt")
    return SmallForm(heading, _("Gem punktet"), tuple(fields), typed=typed)


def whole_case_field(id: str) -> Field:
    """A meeting reads the papers that are chosen for it, unless somebody writes why not."""
    return Field(
        id,
        _("Skal mødet læse hele sagen? Skriv hvorfor"),
        max="300",
        help=_(
            "Uden svar kan mødet kun læse de bilag, du vælger. Deltagerne ser, hvad du skriver."
        ),
    )


def decision_form(item: Item) -> SmallForm:
    return SmallForm(
        item.title,
        _("Gem beslutningen"),
        (
            Field(
                "decision",
                _("Hvad blev besluttet?"),
                FieldType.LONGTEXT,
                required=True,
                max=LONGEST_TEXT,
            ),
        ),
        typed={"decision": item.decision},
    )


@dataclass(frozen=True, slots=True)
class Boxes:
    """What can be ticked beside an item, and what is."""

    documents: Sequence[Document]
    stakeholders: Sequence[Attendee]
    ticked: frozenset[str]
    closed: bool


def boxes(
    meeting: Meeting, item: Item | None, actor: Actor, *, now: datetime, post: QueryDict | None
) -> Boxes:
    """The case's papers, and the meeting's stakeholders."""
    documents = list(of_case(item.case, actor, now=now)) if item and item.case else []
    there = meeting.attendees.filter(part=Part.STAKEHOLDER).select_related("employee")
    people = list(there.order_by("employee__name"))
    if post is not None:
        ticked = {*post.getlist("documents"), *post.getlist("stakeholders")}
        closed = post.get("closed") == "true"
    elif item is not None:
        ticked = {str(one.uuid) for one in item.documents.all()}
        ticked |= {str(one.pk) for one in item.stakeholders.all()}
        closed = item.closed
    else:
        ticked, closed = set(), False
    return Boxes(documents, people, frozenset(ticked), closed)


def item_from(
    values: Mapping[str, Any], found: Boxes, item: Item | None, actor: Actor, *, now: datetime
) -> NewItem:
    """What the form asks for; DataRefused for the number of a case the reader does not work on.
    Papers that were chosen by another, and that the reader may not see, stay.
    """
    case = case_from(values["case_number"], actor, now=now, known=item.case if item else None)
    same = item is not None and case is not None and item.case_id == case.pk
    shown = {one.pk for one in found.documents}
    unseen = [one for one in item.documents.all() if one.pk not in shown] if item and same else []
    ticked = [one for one in found.documents if same and str(one.uuid) in found.ticked]
    return NewItem(
        title=str(values["title"]),
        text=str(values["text"]),
        case=case,
        documents=[*ticked, *unseen],
        presenter=employee_from(values["presenter"], actor, now=now),
        stakeholders=[one for one in found.stakeholders if str(one.pk) in found.ticked],
        closed=found.closed,
        step=str(values.get("step") or "") if same else "",
        whole_case_why=str(values["whole_case_why"] or ""),
    )


def meeting_from(values: Mapping[str, Any], actor: Actor, *, now: datetime) -> NewMeeting:
    chair = employee_from(values["chair"], actor, now=now)
    secretary = employee_from(values["secretary"], actor, now=now)
    if chair is None or secretary is None:
        raise DataRefused(_("Vælg en kollega."), {"chair": _("Vælg en kollega.")})
    return NewMeeting(
        title=str(values["title"]),
        place=str(values["place"]),
        starts_at=values["starts_at"],
        ends_at=values["ends_at"],
        chair=chair,
        secretary=secretary,
        material_until=values["material_until"] or None,
    )


def case_from(
    number: str, actor: Actor, *, now: datetime, known: Case | None = None
) -> Case | None:
    """The case with this number, among those the reader works on (or that stands there already)."""
    number = number.strip()
    if not number or (known is not None and known.number == number):
        return known if number else None
    case = worked_on_by(actor, now=now).filter(number=number).first()
    if case is None:
        message = _("Du arbejder ikke på en sag med det nummer.")
        raise DataRefused(message, {"case_number": message})
    return case


def employee_from(text: str, actor: Actor, *, now: datetime) -> Employee | None:
    chosen = as_number(str(text))
    if chosen is None:
        return None
    return queries.colleagues(actor, now=now).filter(pk=chosen).first()


def step_options(case: Case) -> tuple[Option, ...]:
    """The steps that need nothing filled in: a decision is words, not a form."""
    events = graph_for(case.version_id).events
    return tuple(Option(event.id, event.label) for event in events if not event.fields)


def with_typed(form: SmallForm, **typed: str) -> SmallForm:
    return replace(form, typed={**(form.typed or {}), **typed})


def _when_and_where() -> tuple[Field, ...]:
    return (
        Field("title", _("Hvad hedder mødet?"), required=True, max="200"),
        Field("place", _("Hvor?"), max="200"),
        Field("starts_at", _("Hvornår begynder det?"), FieldType.DATETIME, required=True),
        Field("ends_at", _("Hvornår slutter det?"), FieldType.DATETIME, required=True),
        Field(
            "material_until",
            _("Hvornår lukkes materialet?"),
            FieldType.DATETIME,
            help=_("Uden svar: et døgn efter mødet."),
        ),
    )
