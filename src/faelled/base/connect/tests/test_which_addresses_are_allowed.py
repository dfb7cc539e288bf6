"""The allow-list is read strictly, and an inside address is known in every disguise."""

import pytest

from faelled.base.connect.allowed import Allowed, EntryError, find, is_public, parse_entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("login.example.dk", Allowed("https", "login.example.dk", 443)),
        ("https://Login.Example.dk:8443", Allowed("https", "login.example.dk", 8443)),
        ("private http://10.0.0.5:9000", Allowed("http", "10.0.0.5", 9000, private=True)),
        ("private idp.kommune.local", Allowed("https", "idp.kommune.local", 443, private=True)),
    ],
)
def test_an_entry_is_read(text: str, entry: Allowed) -> None:
    assert parse_entry(text) == entry


@pytest.mark.parametrize("text", ["", "http://login.example.dk", "ftp://a.dk", "a b", "a.dk:x"])
def test_an_entry_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(EntryError):
        parse_entry(text)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::127.0.0.1",
    ],
)
def test_an_inside_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::1.1.1.1"])
def test_an_outside_address_is_public(address: str) -> None:
    assert is_public(address)


def test_the_port_and_the_scheme_are_part_of_the_permission() -> None:
    entries = (parse_entry("login.example.dk"),)
    assert find("https://login.example.dk./path?x=1", entries) == entries[0]
    assert find("https://login.example.dk:444/", entries) is None
    assert find("https://login.example.dk.evil.dk/", entries) is None
    assert find("https://a@login.example.dk/", entries) is None
