"""The forms that no graph asks for: a note, a change of status, a new case.

They are fields like a step's own, read by the same rules and shown by the same component.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from faelled.base.access.actions import SHORTEST_REASON
from faelled.base.access.actor import Actor
from faelled.base.people.queries import find_person_by_cpr
from faelled.casework.cases import actions
from faelled.casework.cases.errors import CaseError, DataRefused
from faelled.casework.cases.models import Case, CaseType
from faelled.lib import fields as form_fields
from faelled.lib.dates import COPENHAGEN, local_day
from faelled.lib.dcr import Field, FieldType, Option, Value
from faelled.lib.dcr.guards import Unset, names, parse
from faelled.lib.text.cpr import REAL_AND_DEMO
from faelled.lib.text.cpr import parse as parse_cpr

Texts = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what was typed in it."""

    field: Field
    raw: str
    error: str


@dataclass(frozen=True, slots=True)
class SmallForm:
    """A heading, a few fields and the word on the button. ``hidden`` are the ids of fields that
    what is typed so far does not ask for (`hidden_by`); they keep what stands in them.
    """

    heading: str
    button: str
    fields: tuple[Field, ...] = ()
    lead: str = ""
    typed: Mapping[str, str] | None = None
    errors: Mapping[str, str] | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def asking(self) -> list[str]:
        """The ids of the fields that others come and go with."""
        named = [names(parse(field.show_if)) for field in self.fields if field.show_if]
        return [field.id for field in self.fields if any(field.id in ids for ids in named)]

    def filled(self, post: QueryDict, errors: Mapping[str, str]) -> "SmallForm":
        typed = {name: str(post.get(name, "")) for name in post}
        return replace(self, typed=typed, errors=errors)

    def shown(self) -> list[Shown]:
        """The fields that are asked as it stands."""
        return [row for row in self._rows() if row.field.id not in self.hidden]

    def fixed(self) -> list[Shown]:
        """Those that are always there; they are never put anew while somebody types."""
        return [row for row in self.shown() if not row.field.show_if]

    def coming(self) -> list[Shown]:
        """Those that come and go, and are there now. They stand last in a form."""
        return [row for row in self.shown() if row.field.show_if]

    def kept(self) -> list[Shown]:
        """What stands in the fields that are not asked now."""
        return [row for row in self._rows() if row.field.id in self.hidden and row.raw]

    def _rows(self) -> list[Shown]:
        typed, errors = self.typed or {}, self.errors or {}
        return [
            Shown(field, typed.get(field.id, ""), errors.get(field.id, "")) for field in self.fields
        ]


def nothing_known(name: str) -> Value:
    """These forms stand alone: no condition of theirs can ask about a case."""
    raise Unset(name)


def hidden_by(fields: Sequence[Field], post: QueryDict, *, now: datetime) -> frozenset[str]:
    """The ids of the fields that a post does not ask for."""
    states = form_fields.state(fields, dict(post.lists()), scope=nothing_known, now=now)
    return frozenset(state.field.id for state in states if not state.shown)


def read(form: SmallForm, post: QueryDict, *, now: datetime) -> dict[str, Any]:
    """The typed values; DataRefused with each field's error where something is wrong."""
    raw: Mapping[str, Sequence[str]] = dict(post.lists())
    parsed = form_fields.parse(form.fields, raw, scope=nothing_known, now=now)
    if parsed.errors:
        raise DataRefused(_("Noget mangler eller er ikke rigtigt. Se ved felterne."), parsed.errors)
    return {field.id: parsed.values.get(field.id) or "" for field in form.fields}


def named(errors: Mapping[str, Texts], fields: Iterable[tuple[str, Field]]) -> dict[str, Texts]:
    """The errors as the summary above a form says them: with what each field is called, for »Skriv
    et svar.« says of no field which one it is.

    ``{"text": "Skriv et svar."}`` is ``{"text": "Notat – Skriv et svar."}``.
    """
    labels = {name: field.label for name, field in fields}
    return {
        name: f"{labels[name]} – {said}" if isinstance(said, str) and name in labels else said
        for name, said in errors.items()
    }


def errors_of(refusal: CaseError) -> dict[str, str]:
    """A refusal as an error summary takes it: by field, or under "" where no field is wrong."""
    errors = dict(refusal.errors) if isinstance(refusal, DataRefused) else {}
    return errors or {"": " ".join(refusal.messages)}


def _reason(label: str) -> Field:
    return Field("reason", label, FieldType.LONGTEXT, required=True)


def note_form() -> SmallForm:
    """A note in the journal (offentlighedsloven § 13)."""
    return SmallForm(
        _("Nyt notat"),
        _("Skriv i journalen"),
        (
            Field("short_text", _("Kort om hvad"), required=True, max="300"),
            Field("text", _("Notat"), FieldType.LONGTEXT, required=True),
        ),
        _("Skriv det ned, der har betydning for sagen, og hvor du har det fra."),
    )


def end_access_form(name: str) -> SmallForm:
    """One who was let into the case is so no longer."""
    lead = _("%(name)s kan ikke længere se sagen, når du har afsluttet adgangen.")
    return SmallForm(
        _("Afslut adgangen til sagen"), _("Afslut adgangen"), lead=lead % {"name": name}
    )


def suspend_form() -> SmallForm:
    return SmallForm(
        _("Sæt sagen i bero"),
        _("Sæt i bero"),
        (_reason(_("Hvorfor?")), Field("until", _("Til hvornår?"), FieldType.DATE, required=True)),
        _("Sagens frister løber videre, mens den er sat i bero."),
    )


def resume_form() -> SmallForm:
    return SmallForm(_("Genoptag sagen"), _("Genoptag"))


def close_form() -> SmallForm:
    return SmallForm(_("Afslut sagen"), _("Afslut"), (_reason(_("Hvorfor er sagen færdig?")),))


def reopen_form() -> SmallForm:
    return SmallForm(_("Genåbn sagen"), _("Genåbn"), (_reason(_("Hvorfor genåbnes den?")),))


@dataclass(frozen=True, slots=True)
class Change:
    """A change of status: its form, the action that the form's values go to, and what is said when
    it is done.
    """

    form: Callable[[], SmallForm]
    action: Callable[..., Case]
    said: Promise


CHANGES: Mapping[str, Change] = {
    "bero": Change(suspend_form, actions.suspend_case, later("Sagen er sat i bero.")),
    "genoptag": Change(resume_form, actions.resume_case, later("Sagen er genoptaget.")),
    "afslut": Change(close_form, actions.close_case, later("Sagen er afsluttet.")),
    "genaabn": Change(reopen_form, actions.reopen_case, later("Sagen er genåbnet.")),
}


def new_case_form(actor: Actor) -> SmallForm:
    """The case types of the reader's units, and whom the case is about."""
    types = usable_types(actor).select_related("process", "unit")
    options = tuple(
        Option(str(row.pk), f"{row.process.title} ({row.unit.name})")
        for row in types.order_by("process__title", "unit__name")
    )
    return SmallForm(
        _("Ny sag"),
        _("Åbn sagen"),
        (
            Field("case_type", _("Hvad slags sag?"), FieldType.CHOICE, True, options=options),
            Field("cpr", _("CPR-nummer på den, sagen handler om"), FieldType.CPR),
            Field("title", _("Titel"), FieldType.TEXT, max="200"),
            Field(
                "received",
                _("Kom det på papir? Så skriv, hvilken dag det blev modtaget"),
                FieldType.DATE,
                help=_("Sagen og dens frister regnes fra den dag."),
            ),
        ),
        _("Brug den, når noget er kommet pr. brev, telefon eller fra en kollega."),
    )


def usable_types(actor: Actor) -> QuerySet[CaseType]:
    """The case types of the units that the reader works in."""
    return CaseType.objects.filter(
        authority_id=actor.authority_id, unit_id__in=actor.unit_ids, active=True
    )


def open_from(values: Mapping[str, Any], *, by: Actor, now: datetime) -> Case:
    """Open the case that the form asks for; the person must be known already."""
    case_type = usable_types(by).get(pk=values["case_type"])
    parties = []
    if values["cpr"]:
        cpr = parse_cpr(str(values["cpr"]), REAL_AND_DEMO)
        person = find_person_by_cpr(cpr, by=by, now=now)
        if person is None:
            message = _("Vi kender ingen med det CPR-nummer.")
            raise DataRefused(message, {"cpr": message})
        role = case_type.citizen_role
        parties.append(actions.NewParty(person, "applicant", role, sees_case=True))
    return actions.open_case(
        case_type,
        by=by,
        now=now,
        parties=parties,
        title=str(values["title"]),
        received_at=_received(values["received"], now),
    )


def _received(day: date | str, now: datetime) -> datetime | None:
    """Noon of the day something came on paper, for nobody knows the hour."""
    if not isinstance(day, date):
        return None
    if day > local_day(now):
        message = _("Dagen ligger ude i fremtiden. Skriv den dag, papiret blev modtaget.")
        raise DataRefused(message, {"received": message})
    return min(datetime.combine(day, time(12), tzinfo=COPENHAGEN), now)


def break_glass_form() -> SmallForm:
    """Which case, and why; the reason is read by somebody else."""
    return SmallForm(
        _("Nødadgang"),
        _("Vis sagen"),
        (
            Field("number", _("Sagsnummer"), required=True),
            Field(
                "reason",
                _("Hvorfor har du brug for at se sagen?"),
                FieldType.LONGTEXT,
                required=True,
                min=str(
                    SHORTEST_REASON
                ),  # asked first: whether the number exists is told on record
            ),
        ),
        _(
            "Brug nødadgang, når du må se en sag, som du ikke arbejder på. "
            "Den virker nogle timer, og en anden læser din begrundelse bagefter."
        ),
    )
