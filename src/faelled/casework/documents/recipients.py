"""Who a letter goes to and how: read off the case's parties, never off a form."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability, system_actor
from faelled.base.connect.digitalpost.letters import Addressee
from faelled.base.connect.digitalpost.model import IdType
from faelled.base.connect.digitalpost.outbox import Channel
from faelled.base.connect.digitalpost.post import Post, post_from_settings
from faelled.base.people.models import Person
from faelled.base.people.queries import address_of, cpr_of, is_protected
from faelled.casework.cases.models import Case, Party
from faelled.casework.documents.letter_questions import PARTIES
from faelled.casework.documents.letters import To
from faelled.lib.dates import local_day


class RecipientError(Exception):
    """The letter cannot reach the party; the text is Danish and says what is missing."""


@dataclass(frozen=True, slots=True, repr=False)
class Reachable:
    """A party with the way to them: what the letter says, what the carrier needs."""

    party: Party
    to: To
    addressee: Addressee
    channel: Channel


def parties_for(case: Case, role: str, *, now: datetime) -> list[Party]:
    """The present parties with ``role`` in the graph; ``RecipientError`` when there is none."""
    found = PARTIES.all(case=case.pk, role=role, now=now)
    if not found:
        raise RecipientError(_("Der er ingen part i sagen at sende brevet til."))
    return found


def the_post() -> Post:
    """The post of this site; ``RecipientError`` in a caseworker's words when none is set up."""
    try:
        return post_from_settings()
    except ImproperlyConfigured as error:
        text = _("Digital Post er ikke sat op. Kontakt systemets drift.")
        raise RecipientError(text) from error


def reach(party: Party, post: Post, *, by: Actor, now: datetime) -> Reachable:
    """How ``party`` gets a letter today; ``RecipientError`` when something is missing.

    A protected address stands on no Digital Post; on paper it must, and only one who may see it
    can send that (CPR-loven § 28).
    """
    addressee = addressee_of(party, now=now)
    channel = post.channel_for(addressee)
    if party.person is None:
        address: tuple[str, ...] = ()
    elif channel is Channel.LETTER:
        address = _address_on_paper(party.person, by, now)
    else:
        day = local_day(now)
        protected = is_protected(party.person.address_protected_until, day)
        address = () if protected else _lines(address_of(party.person, by, day))
    return Reachable(party, To(addressee.name, address), addressee, channel)


def addressee_of(party: Party, *, now: datetime) -> Addressee:
    """Whom the carrier is told. The reading of the number is logged as the system's: it goes to
    the carrier and to nobody's screen.
    """
    if party.company is not None:
        return Addressee(party.company.cvr, IdType.CVR, party.company.name)
    assert party.person is not None
    person = party.person
    if person.deceased_on is not None:
        raise RecipientError(_("Modtageren er død. Brevet kan ikke sendes."))
    carrier = system_actor(person.authority_id)
    cpr = cpr_of(person, by=carrier, now=now, page="documents:send")
    if cpr is None and person.digital_post_exempt:
        # Somebody without a log-in: a name and an address, which is what a letter on paper needs.
        return Addressee("", IdType.CPR, name_of(party), exempt=True)
    if cpr is None:
        raise RecipientError(_("Modtageren har ikke noget CPR-nummer i systemet."))
    return Addressee(cpr.digits, IdType.CPR, name_of(party), exempt=person.digital_post_exempt)


def name_of(party: Party) -> str:
    """The party's own name, for a letter to them."""
    if party.company is not None:
        return party.company.name
    assert party.person is not None
    return f"{party.person.given_name} {party.person.family_name}"


def _address_on_paper(person: Person, by: Actor, now: datetime) -> tuple[str, ...]:
    day = local_day(now)
    protected = is_protected(person.address_protected_until, day)
    if protected and not by.can(Capability.SEE_PROTECTED_ADDRESS):
        raise RecipientError(
            _(
                "Modtageren får brev på papir og har beskyttet adresse. "
                "En kollega, der må se beskyttede adresser, skal sende det."
            )
        )
    lines = _lines(address_of(person, by, day))
    if not lines:
        raise RecipientError(_("Modtageren får brev på papir, men adressen mangler."))
    return lines


def _lines(address: str) -> tuple[str, ...]:
    """``_lines("Bakken 3, 2. th, 9999 By") == ("Bakken 3, 2. th", "9999 By")``."""
    if "\n" in address:
        return tuple(line.strip() for line in address.splitlines() if line.strip())
    street, _comma, town = address.rpartition(", ")
    return tuple(part for part in (street, town) if part)
