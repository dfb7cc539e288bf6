"""Every broker's claims end in one record, and a level we do not know is none."""

import pytest

from faelled.base.connect.oidc.identity import (
    LEVELS,
    SHAPES,
    Identity,
    Level,
    level_of,
    read_identity,
)
from faelled.base.connect.oidc.rules import Rules, RulesError, read_rules

CLAIMS = {
    "signicat": {
        "sub": "s",
        "name": "Dorthe",
        "nin": "1",
        "mitid_loa": "HIGH",
        "mitid_ial": "SUBSTANTIAL",
        "mitid_aal": "HIGH",
        "mitid_transaction_id": "t",
        "mitid_name_and_address_protection": "true",
    },
    "idura": {
        "sub": "s",
        "name": "Dorthe",
        "cprNumberIdentifier": "1",
        "acr": "urn:grn:authn:dk:mitid:high",
    },
    "nets": {
        "sub": "s",
        "nemlogin.name": "Dorthe",
        "dk.cpr": "1",
        "loa": "https://data.gov.dk/concept/core/nsis/High",
    },
    "nemlogin": {
        "sub": "s",
        "https://data.gov.dk/model/core/eid/fullName": "Dorthe",
        "https://data.gov.dk/model/core/eid/cprNumber": "1",
        "https://data.gov.dk/concept/core/nsis/loa": "High",
    },
}


@pytest.mark.parametrize("shape", CLAIMS)
def test_each_brokers_claims_give_the_same_person(shape: str) -> None:
    identity = read_identity({"iss": "https://i", **CLAIMS[shape]}, SHAPES[shape])
    found = (identity.issuer, identity.subject, identity.name, identity.cpr, identity.loa)
    assert found == ("https://i", "s", "Dorthe", "1", Level.HIGH)


def test_protection_and_transaction_are_kept() -> None:
    identity = read_identity(CLAIMS["signicat"], SHAPES["signicat"])
    assert identity.protected_name_address
    assert (identity.ial, identity.aal, identity.transaction_id) == (
        Level.SUBSTANTIAL,
        Level.HIGH,
        "t",
    )


@pytest.mark.parametrize("value", [None, "", "substantial-ish", 2, ["none"], {"a": 1}, True])
def test_a_level_that_is_not_known_is_no_level(value: object) -> None:
    assert level_of(value, LEVELS) is None
    rules = Rules("citizen", SHAPES["signicat"], Level.LOW)
    assert not rules.admits(Identity("i", "s", loa=level_of(value, LEVELS)))


def test_of_several_levels_the_highest_counts() -> None:
    assert level_of(["low", "Substantial", "x"], LEVELS) is Level.SUBSTANTIAL


def test_an_identity_never_shows_the_person_when_printed() -> None:
    assert repr(Identity("https://i", "s", name="Dorthe", cpr="1")) == "<Identity from https://i>"


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"kind": "citizen", "shape": "signicat"},
        {"kind": "citizen", "shape": "signicat", "loa": ""},
        {"kind": "citizen", "shape": "entra", "loa": "high"},
        {"kind": "employee", "shape": "entra", "loa": "high"},
        {"kind": "employee", "shape": "entra", "loa": "high", "match": "name"},
        {"kind": "citizen", "shape": "signicat", "loa": "high", "claims": {"shoe": "x"}},
        {"kind": "citizen", "shape": "signicat", "loa": "high", "levels": {"c1": "best"}},
        {"kind": "citizen", "shape": "signicat", "loa": "high", "colour": "red"},
    ],
)
def test_rules_that_leave_something_open_are_refused(row: dict[str, object]) -> None:
    with pytest.raises(RulesError):
        read_rules(row)


def test_claim_names_are_configuration() -> None:
    row = {"kind": "citizen", "shape": "signicat", "loa": "low", "claims": {"cpr": "cpr"}}
    assert read_identity({"cpr": "1"}, read_rules(row).shape).cpr == "1"
