"""One household or one server is counted as one, however many addresses it has."""

import pytest

from faelled.base.access.origin import counted_as


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.2", "192.0.2.2"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("", ""),
        ("unknown-7", ""),
        ("192.0.2.1.5", ""),
    ],
)
def test_what_an_address_is_counted_as(address: str, counted: str) -> None:
    assert counted_as(address) == counted
