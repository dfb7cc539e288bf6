"""What the site has decided for each log-in provider; read from FAELLED_OIDC, checked at start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.conf import settings

from faelled.base.connect.oidc.identity import (
    LEVELS,
    NAMES,
    SHAPES,
    Identity,
    Level,
    Shape,
    changed_claims,
)

Kind = Literal["citizen", "employee"]
# How an employee is known: the identity's field, and the column it is compared with.
MATCHES: Mapping[str, str] = {
    "username": "username__iexact",
    "email": "employee__email__iexact",
    "employee_uuid": "employee__uuid",
}
KNOWN = {"kind", "shape", "loa", "match", "authority", "claims", "levels"}


class RulesError(ValueError):
    """A provider's row in FAELLED_OIDC cannot be used; the text says which field."""


@dataclass(frozen=True, slots=True)
class Rules:
    """``loa`` is the least assurance that comes in; ``authority`` a CVR number where several
    authorities share the installation; ``match`` how an employee is found.
    """

    kind: Kind
    shape: Shape
    loa: Level
    match: str = ""
    authority: str = ""
    levels: Mapping[str, Level] = field(default_factory=lambda: LEVELS)

    def admits(self, identity: Identity) -> bool:
        """Whether the level is known and high enough; asked for is not the same as given."""
        return identity.loa is not None and identity.loa >= self.loa


def read_rules(row: Mapping[str, Any]) -> Rules:
    """``read_rules({"kind": "citizen", "shape": "signicat", "loa": "substantial"})``."""
    unknown = set(row) - KNOWN
    if unknown:
        raise RulesError(f"unknown: {', '.join(sorted(unknown))}")
    kind = _one_of(row, "kind", ("citizen", "employee"))
    shape = SHAPES[_one_of(row, "shape", tuple(SHAPES))]
    loa = NAMES[_one_of(row, "loa", tuple(NAMES))]
    match = _one_of(row, "match", tuple(MATCHES)) if kind == "employee" else ""
    try:
        shape = changed_claims(shape, row.get("claims", {}))
    except TypeError as error:
        raise RulesError("claims: names a field that is not there") from error
    named: Mapping[str, Any] = row.get("levels", {})
    extra = {name: NAMES[_one_of(named, name, tuple(NAMES))] for name in named}
    if kind == "citizen" and not shape.cpr:
        raise RulesError("shape: has no claim for the CPR number")
    return Rules(
        kind="citizen" if kind == "citizen" else "employee",
        shape=shape,
        loa=loa,
        match=match,
        authority=str(row.get("authority", "")),
        levels={**LEVELS, **extra},
    )


def configured() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Each provider of the settings: id, name and its raw row of rules."""
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        yield app["provider_id"], app["name"], app["settings"].get("rules", {})


def own_hosts() -> tuple[str, ...]:
    """Each provider's own host may be called without being listed again in FAELLED_CONNECT."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    servers = [app["settings"]["server_url"] for app in apps]
    return tuple("/".join(url.split("/")[:3]) for url in servers if url.startswith("https://"))


def _one_of(row: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> str:
    value = row.get(field)
    if value not in allowed:
        raise RulesError(f"{field}: must be one of {', '.join(allowed)}")
    return str(value)
