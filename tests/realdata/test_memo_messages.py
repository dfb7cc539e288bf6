"""The four official MeMo 1.2 example messages go through our model unchanged."""

import os
from pathlib import Path

import pytest
from lxml import etree

from faelled.base.connect.digitalpost.memo_xml import from_xml, to_xml

DATA = Path(os.environ.get("FAELLED_DATA", Path(__file__).parents[3] / "shared" / "data"))
NAMES = [
    "MeMo_Full_Example",
    "MeMo_Minimum_Example",
    "MeMo_NemSMS",
    "MeMo_with_attachment",
]


def canonical(data: bytes) -> str:
    return etree.canonicalize(etree.fromstring(data), strip_text=True)


@pytest.mark.realdata
@pytest.mark.parametrize("name", NAMES)
def test_the_official_message_round_trips(name: str) -> None:
    official = (DATA / "memo" / f"{name}.xml").read_bytes().lstrip(b"\xef\xbb\xbf")
    message = from_xml(official)
    written = to_xml(message)
    assert canonical(written) == canonical(official)
    assert from_xml(written) == message
