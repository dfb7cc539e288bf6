"""XML from strangers: no DTD, entities or network, no more size or depth than its reader needs."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from lxml import etree

from faelled.lib.text.xml_mistakes import in_danish

MOST_DEPTH = 60


class BadXml(ValueError):
    """The data are no XML that is read here; `line` counts from 1, None where no line is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def parse_xml(data: bytes, *, most_bytes: int, most_depth: int = MOST_DEPTH) -> etree._Element:
    """The root of a plain document without comments; BadXml, in Danish, for anything else.

    >>> parse_xml(b"<dcrgraph title='t'/>", most_bytes=100).get("title")
    't'
    """
    if len(data) > most_bytes:
        raise BadXml(f"Filen fylder {len(data)} byte; højst {most_bytes} kan læses.")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        detail = in_danish(error)
        said = f"Filen er ikke gyldig XML: {detail}." if detail else "Filen er ikke gyldig XML."
        raise BadXml(said, error.lineno) from error
    if root.getroottree().docinfo.doctype:
        raise BadXml("Filen har en DOCTYPE. Den slags læses ikke, fordi den kan hente andet ind.")
    _refuse_depth(root, most_depth)
    return root


def stream_xml(file: BinaryIO, tags: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
    """The beginnings and ends of these elements as they come, for documents of any length.

    As hardened as `parse_xml`; lxml's own bounds hold for depth and text. The reader frees what it
    has used. BadXml where the document breaks.
    """
    try:
        yield from etree.iterparse(
            file,
            events=("start", "end"),
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            dtd_validation=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    except etree.XMLSyntaxError as error:
        raise BadXml(f"{in_danish(error) or 'Den er i stykker'}.", error.lineno) from error


def _refuse_depth(root: etree._Element, most: int) -> None:
    """Data are shallow; a document nested deeper is an attack or a mistake."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            raise BadXml(f"Filen er indlejret dybere end {most} lag.", element.sourceline)
