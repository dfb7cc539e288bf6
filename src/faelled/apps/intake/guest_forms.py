"""What a guest is asked before the form: who to write to, and two quiet checks against robots."""

from collections.abc import Mapping
from datetime import timedelta

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from faelled.apps.intake.guests import Contact
from faelled.casework.cases.errors import DataRefused
from faelled.casework.cases.small_forms import SmallForm
from faelled.lib.dcr import Field, FieldType
from faelled.lib.text.cpr import redact

# A person reads before they write; a page left open since yesterday is asked for anew.
SOONEST, LATEST = timedelta(seconds=3), timedelta(days=1)
TRAP, SHOWN_AT = "website", "shown_at"
_SIGNER = signing.TimestampSigner(salt="faelled.intake.guest")


def contact_form() -> SmallForm:
    """Where the answer goes. By letter: an answer by open e-mail could be read by others."""
    return SmallForm(
        _("Hvem skal vi svare?"),
        _("Fortsæt"),
        (
            Field("name", _("Dit navn"), required=True, max="200"),
            Field(
                "address",
                _("Din adresse"),
                FieldType.LONGTEXT,
                required=True,
                max="300",
                help=_("Svaret kommer som brev. Skriv vej og nummer på én linje, by på den næste."),
            ),
            Field(
                "email",
                _("Din e-mail"),
                max="254",
                help=_("Kun hvis vi må spørge dig om noget. Vi sender ikke svaret i en e-mail."),
            ),
        ),
    )


def code_form() -> SmallForm:
    """The two things on the receipt."""
    return SmallForm(
        _("Følg en sag uden log-in"),
        _("Vis sagen"),
        (
            Field("number", _("Sagsnummer"), required=True, max="60"),
            Field("code", _("Kode"), required=True, max="20", help=_("For eksempel K7QM2-F9XHD.")),
        ),
        _("Begge dele står på den kvittering, du fik."),
    )


def lost_form() -> SmallForm:
    """Only the number: whoever has lost the code has nothing else to prove."""
    return SmallForm(
        _("Få en ny kode"),
        _("Bed om en ny kode"),
        (Field("number", _("Sagsnummer"), required=True, max="60"),),
        _("Den kommer i et brev til den adresse, du skrev, da du søgte."),
    )


def shown_now() -> str:
    """When the form was shown, signed: it comes back with the post."""
    return _SIGNER.sign("guest")


def refuse_robots(post: QueryDict) -> None:
    """DataRefused, with a way on, where a field that nobody sees is filled in, or the form comes
    back faster than it can be read. No puzzle, and nobody outside is asked.
    """
    stamp = post.get(SHOWN_AT, "")
    if post.get(TRAP) or not _is_younger(stamp, LATEST) or _is_younger(stamp, SOONEST):
        message = _(
            "Det lignede noget, en robot sender. Er du et menneske, så vent et par sekunder, og "
            "tryk igen. Det, du har skrevet, står her stadig. Du kan også bruge papirformularen."
        )
        raise DataRefused(message, {"": message})


def _is_younger(stamp: str, age: timedelta) -> bool:
    """Whether a form was shown by us, and less than ``age`` ago."""
    try:
        _SIGNER.unsign(stamp, max_age=age)
    except signing.BadSignature:
        return False
    return True


def contact_from(values: Mapping[str, str]) -> Contact:
    """DataRefused where something looks like a CPR number: nobody has proved whose it is."""
    contact = Contact(values["name"], values["address"], values["email"])
    for field, text in values.items():
        if redact(text) != text:
            message = _("Skriv ikke dit CPR-nummer her. Log ind, hvis vi skal vide, hvem du er.")
            raise DataRefused(message, {field: message})
    return contact
