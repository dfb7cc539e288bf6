"""Who a log-in belongs to among the people we know."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from faelled.base.connect.oidc.identity import Identity
from faelled.base.connect.oidc.rules import MATCHES, Kind, Rules, configured, read_rules
from faelled.base.people import cpr as sealed_cpr
from faelled.base.people.models import Authority, Person, User, UserKind
from faelled.lib.text.cpr import Accept, CprError, parse

# A look-up among known people: whatever number they are known by.
ANY_CPR = Accept(replacement=True, impossible=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """One button on the log-in page."""

    name: str
    url: str
    kind: Kind


def log_in_choices() -> tuple[Choice, ...]:
    """The configured providers, citizens' first."""
    choices = [
        Choice(name, reverse("openid_connect_login", args=[provider_id]), read_rules(row).kind)
        for provider_id, name, row in configured()
    ]
    return tuple(sorted(choices, key=lambda choice: choice.kind))


def user_for(identity: Identity, rules: Rules) -> User | None:
    """The one active user of the right kind that the claims point to; None when none or several."""
    find = {"citizen": _citizens, "employee": _employees}[rules.kind]
    found = [user for user in find(identity, rules) if user.is_active]
    return found[0] if len(found) == 1 else None


def may_log_in(user: User, rules: Rules) -> bool:
    """Whether a user known from before still may use this provider."""
    return user.is_active and user.kind == rules.kind


def _authorities(rules: Rules) -> list[Authority]:
    rows = Authority.objects.all()
    return list(rows.filter(cvr=rules.authority) if rules.authority else rows)


def _citizens(identity: Identity, rules: Rules) -> list[User]:
    try:
        cpr = parse(identity.cpr, ANY_CPR)
    except CprError:
        return []
    persons: list[Person] = []
    for authority in _authorities(rules):
        digest = sealed_cpr.digest(cpr, authority.uuid)
        persons += Person.objects.filter(authority=authority, cpr_digest=digest)
    return list(User.objects.filter(kind=UserKind.CITIZEN, person__in=persons))


def _employees(identity: Identity, rules: Rules) -> list[User]:
    value = getattr(identity, rules.match)
    if not value or (rules.match == "employee_uuid" and not _is_uuid(value)):
        return []
    return list(
        User.objects.filter(
            kind=UserKind.EMPLOYEE,
            employee__authority__in=_authorities(rules),
            **{MATCHES[rules.match]: value},
        )
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
