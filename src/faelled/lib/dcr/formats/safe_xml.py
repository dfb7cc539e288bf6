"""XML from strangers: no DTD, entities or network, no more size or depth than a graph needs."""

from lxml import etree

from faelled.lib.dcr.formats.problems import GraphError, Problem

MOST_BYTES = 8 * 1024 * 1024
MOST_DEPTH = 60


def parse_xml(data: bytes) -> etree._Element:
    """The root of a small, plain document; GraphError (with the line) for anything else.

    >>> parse_xml(b"<dcrgraph title='t'/>").get("title")
    't'
    """
    if len(data) > MOST_BYTES:
        raise _refused(f"Filen fylder {len(data)} byte; højst {MOST_BYTES} kan læses.")
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
        raise _refused(f"Filen er ikke gyldig XML: {error.msg}", error.lineno) from error
    if root.getroottree().docinfo.doctype:
        raise _refused("Filen har en DOCTYPE. Den slags læses ikke, fordi den kan hente andet ind.")
    _refuse_depth(root)
    return root


def _refuse_depth(root: etree._Element) -> None:
    """A graph is shallow; a document nested deeper is an attack or a mistake."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            line = element.sourceline
            raise _refused(f"Filen er indlejret dybere end {MOST_DEPTH} lag.", line)


def _refused(message: str, line: int | None = None) -> GraphError:
    return GraphError([Problem("", line, message)])
