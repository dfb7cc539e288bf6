"""``faelled dcr convert IN OUT``: a graph from one format to another, and what has no place there.

The format of IN is told from the file, that of OUT from its name or ``--to``. Written in its own
format again, a file keeps everything, known to us or not; ``--onto`` names another file to keep.
"""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from faelled.lib.dcr.commands.codes import FOUND, OK
from faelled.lib.dcr.commands.files import MOST_GRAPH_BYTES, BadInput, bounded, graph_in
from faelled.lib.dcr.commands.telling import tell
from faelled.lib.dcr.formats.portal import slug
from faelled.lib.dcr.formats.read import Format, format_of
from faelled.lib.dcr.formats.write import WRITERS, write_graph
from faelled.lib.dcr.values import Json


def add(parser: ArgumentParser) -> None:
    parser.add_argument("graph", type=Path, metavar="IND", help="Grafen, der skal læses.")
    parser.add_argument("out", type=Path, metavar="UD", help="Filen, der skal skrives.")
    parser.add_argument(
        "--to",
        choices=[format.value for format in WRITERS],
        help="Formatet; ellers toml for .toml, og for .xml det, IND har, eller portal.",
    )
    parser.add_argument(
        "--onto", type=Path, metavar="FIL", help="Behold alt andet, som står i denne fil."
    )


def run(args: Namespace, out: TextIO, err: TextIO) -> int:
    graph = graph_in(args.graph)
    source = args.graph.read_bytes()
    if format_of(source) is Format.TDCR:  # which has no name for the whole
        graph = replace(graph, id=slug(args.graph.stem), title=args.graph.stem)
    format = _format(args, format_of(source))
    onto = source if args.onto is None else bounded(args.onto, MOST_GRAPH_BYTES).read_bytes()
    written = write_graph(graph, format, onto)
    args.out.write_bytes(written.data)
    told: dict[str, Json] = {
        "format": format.value,
        "events": len(graph.events),
        "relations": len(graph.relations),
        "lost": [*written.lost],
    }
    lines = [f"{args.out}: {len(graph.events)} trin og {len(graph.relations)} regler som {format}."]
    if written.lost:
        lines.append("Det har formatet ikke plads til:")
        lines += [f"  {line}" for line in written.lost]
    tell(args, out, told, lines)
    return FOUND if written.lost else OK


def _format(args: Namespace, source: Format) -> Format:
    if args.to is not None:
        return Format(args.to)
    suffix = args.out.suffix.lower()
    if suffix == ".toml":
        return Format.NATIVE
    if suffix == ".xml":
        return source if source in (Format.PORTAL, Format.DCRJS) else Format.PORTAL
    raise BadInput(f"{args.out}: formatet kan ikke ses af navnet; skriv --to.")
