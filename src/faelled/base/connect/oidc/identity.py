"""What a provider says about a person, in one shape whoever the provider is.

Claim names differ between brokers, so they are a table here and may be changed by setting. What a
claim set does not say stays empty; a level of assurance that we do not know is no level at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """NSIS assurance (LBK 333/2025 § 6 asks for Substantial or High)."""

    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


NSIS = "https://data.gov.dk/concept/core/nsis/"
CORE = "https://data.gov.dk/model/core/"
IDURA = "urn:grn:authn:dk:mitid:"
NAMES = {"low": Level.LOW, "substantial": Level.SUBSTANTIAL, "high": Level.HIGH}
LEVELS: Mapping[str, Level] = {
    f"{prefix}{name}": level
    for prefix in ("", NSIS, NSIS + "loa/", IDURA)
    for name, level in NAMES.items()
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which claim holds what with one kind of provider; "" where it has none."""

    scopes: tuple[str, ...]
    subject: str = "sub"
    name: str = "name"
    cpr: str = ""
    cpr_uuid: str = ""
    cvr: str = ""
    org_name: str = ""
    loa: str = ""
    ial: str = ""
    aal: str = ""
    transaction_id: str = ""
    protected: str = ""
    username: str = ""
    email: str = ""
    employee_uuid: str = ""


# reference: the brokers' own documents, gathered in danish-standards.md 4.1 and 4.3.
SHAPES: Mapping[str, Shape] = {
    "signicat": Shape(
        scopes=("openid", "profile", "nin", "idp-id", "mitid-extra"),
        cpr="nin",
        loa="mitid_loa",
        ial="mitid_ial",
        aal="mitid_aal",
        transaction_id="mitid_transaction_id",
        protected="mitid_name_and_address_protection",
    ),
    "idura": Shape(scopes=("openid", "ssn"), cpr="cprNumberIdentifier", cpr_uuid="uuid", loa="acr"),
    "nets": Shape(
        scopes=("openid", "mitid", "ssn", "nemlogin"),
        name="nemlogin.name",
        cpr="dk.cpr",
        cvr="nemlogin.cvr",
        org_name="nemlogin.org_name",
        loa="loa",
        ial="ial",
        aal="aal",
        transaction_id="mitid.transaction_id",
        email="nemlogin.email",
        employee_uuid="nemlogin.persistent_professional_id",
    ),
    # NemLog-in (OIOSAML 3) through a SAML-to-OIDC proxy of the municipality's own.
    "nemlogin": Shape(
        scopes=("openid",),
        name=CORE + "eid/fullName",
        cpr=CORE + "eid/cprNumber",
        cpr_uuid=CORE + "eid/cprUuid",
        cvr=CORE + "eid/professional/cvr",
        org_name=CORE + "eid/professional/orgName",
        loa=NSIS + "loa",
        ial=NSIS + "ial",
        aal=NSIS + "aal",
        email=CORE + "eid/email",
        employee_uuid=CORE + "eid/professional/uuid/persistent",
    ),
    # Entra sends no NSIS level: name the authentication contexts in "levels".
    "entra": Shape(
        scopes=("openid", "profile", "email"),
        loa="acrs",
        username="preferred_username",
        email="email",
        employee_uuid="oid",
    ),
}


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """One log-in. Not stored: the CPR number is used to find a known person and then let go."""

    issuer: str
    subject: str
    name: str = ""
    cpr: str = ""
    cpr_uuid: str = ""
    cvr: str = ""
    org_name: str = ""
    loa: Level | None = None
    ial: Level | None = None
    aal: Level | None = None
    transaction_id: str = ""
    protected_name_address: bool = False
    username: str = ""
    email: str = ""
    employee_uuid: str = ""

    def __repr__(self) -> str:
        return f"<Identity from {self.issuer}>"


def read_identity(
    claims: Mapping[str, Any], shape: Shape, levels: Mapping[str, Level] = LEVELS
) -> Identity:
    """The claims in our shape: ``read_identity({"iss": …, "sub": …, "mitid_loa": "HIGH"}, …)``."""

    def text(claim: str) -> str:
        value = claims.get(claim, "") if claim else ""
        return value.strip() if isinstance(value, str) else ""

    return Identity(
        issuer=text("iss"),
        subject=text(shape.subject),
        name=text(shape.name),
        cpr=text(shape.cpr),
        cpr_uuid=text(shape.cpr_uuid),
        cvr=text(shape.cvr),
        org_name=text(shape.org_name),
        loa=level_of(claims.get(shape.loa), levels),
        ial=level_of(claims.get(shape.ial), levels),
        aal=level_of(claims.get(shape.aal), levels),
        transaction_id=text(shape.transaction_id),
        protected_name_address=str(claims.get(shape.protected, "")).lower() in {"true", "1"},
        username=text(shape.username),
        email=text(shape.email),
        employee_uuid=text(shape.employee_uuid),
    )


def level_of(value: object, levels: Mapping[str, Level]) -> Level | None:
    """The highest known level a claim gives, or None: ``level_of("bogus", LEVELS) is None``."""
    given: Sequence[object] = value if isinstance(value, list) else [value]
    known = {name.lower(): level for name, level in levels.items()}
    found = [known[one.lower()] for one in given if isinstance(one, str) and one.lower() in known]
    return max(found, default=None)


def changed_claims(shape: Shape, claims: Mapping[str, Any]) -> Shape:
    """The shape with some claims named otherwise; TypeError for a field it does not have."""
    return replace(shape, **claims)
