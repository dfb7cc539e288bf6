"""Hardened XML: no DTD, no entities, no network, no giants."""

from pathlib import Path

import pytest

from faelled.lib.dcr.formats.problems import GraphError
from faelled.lib.dcr.formats.read import load_graph
from faelled.lib.dcr.formats.safe_xml import MOST_BYTES, MOST_DEPTH, parse_xml


def refusal(data: bytes) -> str:
    with pytest.raises(GraphError) as caught:
        load_graph(data)
    return caught.value.errors[0].message


def test_a_file_with_a_doctype_is_refused() -> None:
    assert "DOCTYPE" in refusal(b"<!DOCTYPE dcrgraph><dcrgraph/>")


def test_an_entity_bomb_is_refused_and_never_grows() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    assert refusal(bomb + b"]><dcrgraph title='&j;'/>")


def test_a_file_on_the_server_cannot_be_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemmeligt")
    entity = f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
    data = f'<!DOCTYPE d [{entity}]><dcrgraph title="t">&x;</dcrgraph>'
    assert "hemmeligt" not in refusal(data.encode())


def test_a_file_that_is_too_big_is_refused_before_it_is_read() -> None:
    assert "byte" in refusal(b"<dcrgraph>" + b" " * MOST_BYTES + b"</dcrgraph>")


def test_a_file_nested_too_deep_is_refused() -> None:
    deep = MOST_DEPTH
    assert "dybere" in refusal(b"<dcrgraph>" + b"<e>" * deep + b"</e>" * deep + b"</dcrgraph>")


def test_comments_and_instructions_are_left_out() -> None:
    assert len(parse_xml(b"<a><!-- note --><?do it?><b/></a>")) == 1


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load_graph(b"\xef\xbb\xbf<dcrgraph title='T'/>").title == "T"
    assert load_graph(b'\xef\xbb\xbfid = "g"\nversion = "1"\ntitle = "T"\n').title == "T"
