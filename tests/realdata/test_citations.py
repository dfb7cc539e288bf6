"""Every section that the shipped content cites exists in the act, stykke and number too."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from faelled.lib.text.citations import LawCitation, parse_citations
from faelled.lib.text.sentences import normalise

ROOT = Path(__file__).parents[2]
ACTS = {
    "barnets lov": "2025_282_barnets-lov-lbk",
    "retssikkerhedsloven": "2025_354_retssikkerhedsloven",
    "forvaltningsloven": "2014_433_forvaltningsloven",
    "offentlighedsloven": "2020_145_offentlighedsloven",
    "byggeloven": "2016_1178_byggeloven",
    "folkeskoleloven": "2025_1100_folkeskoleloven",
}
QUOTED = re.compile(r'"([^"]* § [^"]*)"')
IN_PROSE = re.compile(rf"(?:{'|'.join(ACTS)}) § \d+(?: [a-z]\b)?(?:, stk\. \d+)?")

pytestmark = pytest.mark.realdata


def cited_in_data() -> Iterator[tuple[str, str]]:
    for folder in ("graphs", "letters"):
        for path in sorted((ROOT / "content" / folder).glob("*.toml")):
            for line in path.read_text().splitlines():
                if line.lstrip().startswith(("cites", "{ kind")):
                    yield from ((path.name, text) for text in QUOTED.findall(line))


def cited_in_guidance() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "content" / "guidance").glob("*.md")):
        yield from ((path.name, text) for text in IN_PROSE.findall(path.read_text()))


def text_of(citation: LawCitation, data: Path) -> str:
    """The words of the place; AssertionError names what is missing."""
    act = json.loads((data / "law" / "acts" / f"{ACTS[citation.act]}.json").read_text())
    wanted = citation.section.replace(" ", "")
    found = [p["content"] for p in act["provisions"] if p["section"] == wanted]
    assert found, f"{citation}: paragraffen findes ikke"
    text = normalise(found[0])
    parts = re.split(r"Stk\. (\d+)\. ", text)
    stykker = {"1": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    if citation.stk is not None:
        assert str(citation.stk) in stykker, f"{citation}: stykket findes ikke"
        text = stykker[str(citation.stk)]
    if citation.nr is not None:
        assert f" {citation.nr}) " in text, f"{citation}: nummeret findes ikke"
    return text


def test_every_cited_section_exists(data: Path) -> None:
    found = [*cited_in_data(), *cited_in_guidance()]
    assert len(found) > 250
    wrong = []
    for name, text in found:
        for citation in parse_citations(text):
            try:
                text_of(citation, data)
            except AssertionError as error:
                wrong.append(f"{name}: {error}")
    assert wrong == []


def test_a_wrong_citation_is_found(data: Path) -> None:
    for wrong in ("barnets lov § 999", "barnets lov § 87, stk. 9", "forvaltningsloven § 19, nr. 9"):
        with pytest.raises(AssertionError, match="findes ikke"):
            text_of(parse_citations(wrong)[0], data)


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("barnets lov § 11, stk. 1", "14 uger fra borgerens modtagelse"),
        ("barnets lov § 11, stk. 2", "varslingsperioden"),
        ("retssikkerhedsloven § 67, stk. 1", "4 uger"),
        ("retssikkerhedsloven § 3, stk. 2", "Fristerne skal offentliggøres"),
        ("retssikkerhedsloven § 66, stk. 2", "klageinstansen"),
        ("retssikkerhedsloven § 11 b", "foreliggende grundlag"),
        ("retssikkerhedsloven § 3 a", "hjemvist"),
        ("forvaltningsloven § 19, stk. 2", "ubetænkeligt"),
        ("forvaltningsloven § 20, stk. 2", "genoptaget"),
    ],
)
def test_the_sections_that_carry_the_graph_say_what_it_says(
    citation: str, words: str, data: Path
) -> None:
    assert words in text_of(parse_citations(citation)[0], data)
