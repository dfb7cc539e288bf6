"""A guidance page is text; whatever it holds, only our own few tags come out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faelled.lib.text.markdown import to_html

OURS = re.compile(r'</?(?:h[1-6]|p|ul|ol|li|strong)>|<a href="[^"<>]*">|</a>')


def test_headings_begin_below_the_page_s_own() -> None:
    assert to_html("# Hvem kan få hjælp?\n\n## Barnet") == (
        "<h2>Hvem kan få hjælp?</h2>\n<h3>Barnet</h3>"
    )


def test_text_right_under_a_heading_is_a_paragraph() -> None:
    assert to_html("# Frist\nFire uger.") == "<h2>Frist</h2>\n<p>Fire uger.</p>"


def test_lines_of_a_paragraph_flow_together() -> None:
    assert to_html("Du kan\nklage.\n\nDet er gratis.") == (
        "<p>Du kan klage.</p>\n<p>Det er gratis.</p>"
    )


def test_lists_with_and_without_numbers() -> None:
    assert to_html("- løn\n- skat\n  og pension") == (
        "<ul><li>løn</li><li>skat og pension</li></ul>"
    )
    assert to_html("1. Søg\n2. Vent") == "<ol><li>Søg</li><li>Vent</li></ol>"


def test_bold_and_links_also_inside_one_another() -> None:
    assert to_html("Se [**loven**](https://www.retsinformation.dk/eli/lta/2025/282?a=1&b=2)") == (
        '<p>Se <a href="https://www.retsinformation.dk/eli/lta/2025/282?a=1&amp;b=2">'
        "<strong>loven</strong></a></p>"
    )


def test_a_section_sign_stays_with_its_number() -> None:
    assert to_html("barnets lov § 87") == "<p>barnets lov §\N{NO-BREAK SPACE}87</p>"


def test_two_stars_that_hold_nothing_are_two_stars() -> None:
    assert to_html("2 ** 3 ** 4") == "<p>2 ** 3 ** 4</p>"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "http://x.dk",
     "ftp://x", 'https://x"onclick=', "vbscript:x"],
)  # fmt: skip
def test_an_address_that_leads_astray_is_no_link(address: str) -> None:
    assert "<a " not in to_html(f"[klik]({address})")


@given(
    st.text(alphabet=st.sampled_from("ab<>&\"'#*-[]()/:. \n1\\") | st.characters(), max_size=120)
)
def test_whatever_is_written_only_our_own_tags_come_out(text: str) -> None:
    left = OURS.sub("", to_html(text))
    assert "<" not in left and ">" not in left
    assert '"' not in left and "'" not in left
