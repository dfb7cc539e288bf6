"""The forms of a message that waits: on which case, which kind of case, which unit, and why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from faelled.apps.post import actions
from faelled.apps.post.family import relations_of
from faelled.apps.post.models import Received
from faelled.apps.post.queries import cases_of_sender, units_of
from faelled.base.access.actor import Actor
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.models import Case
from faelled.casework.cases.queries import worked_on_by
from faelled.casework.cases.small_forms import SmallForm, usable_types
from faelled.lib.dcr import Field, FieldType, Option

OTHER, SORTERS, MOST_CASES = "other", "sorters", 20
ANOTHER_CASE = "case"


def place_form(row: Received, by: Actor, now: datetime) -> SmallForm:
    """The open cases that the reader works on, of the sender and of whom they may write for; or a
    number, for another's case.
    """
    also = [one.person.pk for one in relations_of(row, by, now=now)]
    found = list(cases_of_sender(row, by, now=now, also=also)[:MOST_CASES])
    number = Field("number", _("Sagsnummer"), required=True, max="60")
    heading, button = _("Læg meddelelsen på en sag"), _("Læg på sagen")
    lead = _(
        "Meddelelsen og dens filer bliver modtagne dokumenter i sagen, dateret den dag de kom."
    )
    if not found:
        return SmallForm(heading, button, (number,), lead)
    options = [Option(str(case.uuid), f"{case.number} {case.title}") for case in found]
    chosen = Field(
        "case",
        _("Hvilken sag?"),
        FieldType.CHOICE,
        True,
        options=(*options, Option(OTHER, _("En anden sag"))),
    )
    other = Field("number", _("Sagsnummer"), required=True, max="60", show_if=f"case = '{OTHER}'")
    about = str(row.about.uuid) if row.about in found and row.about else ""
    return SmallForm(heading, button, (chosen, other), lead, typed={"case": about})


def open_form(row: Received, by: Actor, now: datetime) -> SmallForm:
    """The case types of the reader's units."""
    types = usable_types(by).select_related("process", "unit").order_by("process__title", "pk")
    options = tuple(Option(str(one.pk), f"{one.process.title} ({one.unit.name})") for one in types)
    return SmallForm(
        _("Åbn en ny sag med meddelelsen"),
        _("Åbn sagen"),
        (
            Field("case_type", _("Hvad slags sag?"), FieldType.CHOICE, True, options=options),
            Field("title", _("Titel"), max="200", help=_("Tom: sagens egen titel.")),
        ),
        _("Sagen begynder, og dens frister regnes fra, den dag meddelelsen kom."),
    )


def hand_form(row: Received, by: Actor, now: datetime) -> SmallForm:
    """Every unit but the one that has it; and back to those who sort."""
    options = [
        Option(uuid, unit.name) for uuid, unit in units_of(by).items() if unit.pk != row.unit_id
    ]
    back = [Option(SORTERS, _("Tilbage til fordeling"))] if row.unit_id else []
    return SmallForm(
        _("Giv meddelelsen til en anden enhed"),
        _("Giv videre"),
        (
            Field("unit", _("Hvilken enhed?"), FieldType.CHOICE, True, options=(*back, *options)),
            Field("note", _("Besked til enheden"), max="300"),
        ),
        _("Derefter er den enhedens, og du kan ikke længere læse den."),
    )


def aside_form(row: Received, by: Actor, now: datetime) -> SmallForm:
    """What no case is made of. Post for another authority is sent on first."""
    return SmallForm(
        _("Meddelelsen kræver ikke mere"),
        _("Gem som færdig"),
        (
            Field(
                "reason",
                _("Hvorfor?"),
                FieldType.LONGTEXT,
                required=True,
                max="300",
                help=_(
                    "Hører den til hos en anden myndighed, så send den videre først, og skriv "
                    "hvortil (forvaltningsloven § 7, stk. 2). Den slettes efter 90 dage."
                ),
            ),
        ),
    )


def back_form(row: Received, by: Actor, now: datetime) -> SmallForm:
    """Where a message that lies wrong belongs, why, and whether somebody has read it meanwhile."""
    places = (
        Option(SORTERS, _("Til fordeling")),
        Option(ANOTHER_CASE, _("På en anden sag, som jeg arbejder på")),
        *(Option(uuid, unit.name) for uuid, unit in units_of(by).items()),
    )
    lead = _(
        "Dokumenterne fra meddelelsen tages ud af sagen. Er der arbejdet videre i sagen, siden "
        "de kom, bliver de liggende og bliver mærket, så man kan se, hvad der er afgjort på."
    )
    yes_no = (
        Option("no", _("Nej, kun ansatte, der måtte se den")),
        Option("yes", _("Ja, eller det ved jeg ikke")),
    )
    return SmallForm(
        _("Meddelelsen ligger på en forkert sag"),
        _("Tag den ud af sagen"),
        (
            Field("where", _("Hvor hører den til?"), FieldType.CHOICE, True, options=places),
            Field(
                "number",
                _("Sagsnummer"),
                required=True,
                max="60",
                show_if=f"where = '{ANOTHER_CASE}'",
            ),
            Field(
                "reason",
                _("Hvorfor hører den ikke til her?"),
                FieldType.LONGTEXT,
                required=True,
                max="300",
                help=_("Det står i sagens journal. Skriv ikke, hvad der står i meddelelsen."),
            ),
            Field(
                "disclosed",
                _("Kan nogen have set den, som ikke måtte?"),
                FieldType.CHOICE,
                True,
                options=yes_no,
                help=_("Også en part i sagen, som har fået et brev med noget fra meddelelsen."),
            ),
        ),
        f"{lead} {_words_gone()}" if row.words_in_a_file else lead,
    )


def _words_gone() -> str:
    return _(
        "Det, der er skrevet i meddelelsen, er slettet her, men står på sagens dokument. Derfor "
        "følger det dokument med, og på det står nummeret på den sag, den ligger på nu."
    )


def place_from(row: Received, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Case:
    """The case is looked up among those the reader works on, whatever was posted."""
    working, chosen = worked_on_by(by, now=now), str(values.get("case") or OTHER)
    if chosen == OTHER:
        name, found = "number", working.filter(number=str(values["number"]).strip()).first()
    else:
        name, found = "case", working.filter(uuid=chosen).first()
    if found is None:
        message = _("Du arbejder ikke på en sag med det nummer.")
        raise DataRefused(message, {name: message})
    actions.place(row, found, by=by, now=now)
    return found


def back_from(row: Received, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Case | None:
    """The case that it was taken out of."""
    mistake = actions.Mistake(str(values["reason"]), values["disclosed"] == "yes")
    where = str(values["where"])
    if where != ANOTHER_CASE:
        unit = units_of(by).get(where)
        return actions.take_back(row, mistake, unit=unit, by=by, now=now).case
    found = worked_on_by(by, now=now).filter(number=str(values["number"]).strip()).first()
    if found is None:
        message = _("Du arbejder ikke på en sag med det nummer.")
        raise DataRefused(message, {"number": message})
    return actions.move(row, mistake, to=found, by=by, now=now).case


def open_from(row: Received, values: Mapping[str, Any], *, by: Actor, now: datetime) -> Case:
    case_type = usable_types(by).get(pk=values["case_type"])
    return actions.open_with(row, case_type, by=by, now=now, title=str(values["title"]))


def hand_from(row: Received, values: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    unit = units_of(by).get(str(values["unit"]))
    actions.hand_over(row, unit, by=by, now=now, note=str(values["note"]))


def aside_from(row: Received, values: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    actions.set_aside(row, reason=str(values["reason"]), by=by, now=now)
