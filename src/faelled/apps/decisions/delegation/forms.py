"""The forms of delegation: the question, a new version, the day it holds from, and sending off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from faelled.apps.decisions.delegation.asking import Question
from faelled.base.access.actor import Actor
from faelled.base.people.models import Unit
from faelled.base.people.queries import visible_units
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.small_forms import SmallForm, read
from faelled.lib.dates import local_day
from faelled.lib.dcr import Field, FieldType, Option
from faelled.lib.delegation import Rules
from faelled.lib.delegation.reading import MOST_BYTES
from faelled.lib.text.kle import KleError, parse_facet, parse_subject

NUMBER, FACET = "emne", "facet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what is wrong with it; ``question`` None until all of it is right."""

    form: SmallForm
    question: Question | None = None

    @property
    def errors(self) -> Mapping[str, str]:
        return self.form.errors or {}


def question_form(rules: Rules, actor: Actor, *, now: datetime) -> SmallForm:
    """KLE, decision, amount and unit: nothing about a person can be typed here."""
    units = Unit.objects.on(local_day(now)).filter(pk__in=visible_units(actor)).order_by("name")
    home = str(actor.home_unit_id or "")
    return SmallForm(
        _("Hvem må afgøre det?"),
        _("Se svaret"),
        (
            Field(NUMBER, _("KLE-emne"), required=True, max="8", help=_("Tre led, fx 99.01.01.")),
            Field(FACET, _("Handlingsfacet"), max="3", help=_("Fx G01.")),
            Field(
                "afgoerelse",
                _("Afgørelse"),
                FieldType.CHOICE,
                True,
                options=tuple(Option(one.id, one.label) for one in rules.decisions),
            ),
            Field(
                "beloeb",
                _("Beløb"),
                FieldType.AMOUNT,
                min="0",
                help=_("Tomt felt betyder, at beløbet ikke kendes. Så tæller det som over alt."),
            ),
            Field(
                "enhed",
                _("Sagens enhed"),
                FieldType.CHOICE,
                True,
                options=tuple(Option(str(one.pk), one.name) for one in units),
            ),
        ),
        typed={"enhed": home},
    )


def asked_from(form: SmallForm, query: QueryDict, actor: Actor, *, now: datetime) -> Asked:
    """The question in the address, with each field's error where it is none."""
    if NUMBER not in query:
        return Asked(form)
    filled = form.filled(query, {})
    try:
        values = read(form, query, now=now)
        wrong = _wrong_numbers(values)
        if wrong:
            raise DataRefused(_("Noget er ikke rigtigt."), wrong)
    except DataRefused as refusal:
        return Asked(form.filled(query, dict(refusal.errors)))
    unit = visible_units(actor).get(pk=values["enhed"])
    # A form reads "0" as nothing said; here it is an amount.
    amount = values["beloeb"] or (Decimal(0) if query.get("beloeb", "").strip() else None)
    return Asked(
        filled,
        Question(
            kle=parse_subject(values[NUMBER]),
            facet=parse_facet(values[FACET]) if values[FACET] else "",
            word=values["afgoerelse"],
            amount=amount,
            unit=unit,
        ),
    )


def _wrong_numbers(values: Mapping[str, Any]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, parse in ((NUMBER, parse_subject), (FACET, parse_facet)):
        if values[name]:
            try:
                parse(values[name])
            except KleError as error:
                wrong[name] = str(error)
    return wrong


def uploaded(files: Mapping[str, Any]) -> bytes:
    """The file that was chosen; DataRefused where there is none or it is too large."""
    file = files.get("fil")
    if not isinstance(file, UploadedFile):
        raise DataRefused(_("Vælg en fil."), {"fil": _("Vælg planens fil.")})
    if file.size is None or file.size > MOST_BYTES:
        raise DataRefused(_("Filen er for stor."), {"fil": _("Filen må højst fylde 2 MB.")})
    return bytes(file.read())


def day_form(proposed: date | None, *, now: datetime) -> SmallForm:
    """From which day a version holds; the plan's own day stands there unless it is gone."""
    today = local_day(now)
    day = proposed if proposed and proposed > today else today
    return SmallForm(
        _("Sæt i kraft"),
        _("Sæt planen i kraft"),
        (
            Field(
                "gaelder_fra",
                _("Gælder fra"),
                FieldType.DATE,
                True,
                help=_("I dag eller en senere dag. Er det i dag, ændres de åbne godkendelser nu."),
            ),
        ),
        typed={"gaelder_fra": day.strftime("%d-%m-%Y")},
    )


def send_form() -> SmallForm:
    """What one may say when an approval is sent off."""
    return SmallForm(
        _("Send til godkendelse"),
        _("Send til godkendelse"),
        (
            Field("frist", _("Svar senest"), FieldType.DATE),
            Field(
                "haster",
                _("Haster det?"),
                FieldType.BOOLEAN,
                help=_("Så står det øverst hos dem, der skal svare."),
            ),
            Field("besked", _("Besked til dem, der skal svare"), FieldType.LONGTEXT),
        ),
    )
