"""How a command is told which log to read, and what its columns are called."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from faelled.lib.dcr.commands.files import BadInput, log_in
from faelled.lib.dcr.logs.frames import EventLog
from faelled.lib.dcr.logs.load import load_log
from faelled.lib.dcr.logs.records import Columns

COLUMNS = ("case", "activity", "at", "resource", "group", "lifecycle")


def add_log(parser: ArgumentParser) -> None:
    """The log itself, its columns, and whether to take only what was done."""
    parser.add_argument(
        "log",
        type=Path,
        metavar="LOG",
        help="Loggen: .xes, .csv, .json eller .xml (OCEL), evt. .gz.",
    )
    add_columns(parser)
    parser.add_argument(
        "--object-type",
        default="",
        metavar="TYPE",
        help="I en OCEL-log: den slags objekter, der er sager.",
    )
    parser.add_argument(
        "--done", action="store_true", help="Kun det udførte, ikke det påbegyndte eller planlagte."
    )


def add_columns(parser: ArgumentParser) -> None:
    names = Columns()
    parser.add_argument(
        "--columns",
        default="",
        metavar="NAVNE",
        help="Kolonnerne i en tabel: case=sag,activity=trin,at=tid; ellers "
        f"{names.case}, {names.activity} og så videre.",
    )


def log_of(args: Namespace) -> EventLog:
    """The log that was named. BadInput for one that cannot be read or has no cases, or columns that
    are none."""
    with log_in(args.log) as file:
        log = load_log(
            file,
            args.log.name,
            columns=columns_of(args.columns),
            object_type=args.object_type,
        )
    if not log.cases.height:
        raise BadInput(f"{args.log}: der er ingen hændelser i loggen.")
    return log.done() if args.done else log


def columns_of(text: str) -> Columns:
    """The mapping of columns; BadInput for a part that is none.

    >>> columns_of("case=sag, activity=trin").activity
    'trin'
    """
    named = {}
    for part in filter(None, map(str.strip, text.split(","))):
        key, _, name = part.partition("=")
        if key not in COLUMNS or not name:
            raise BadInput(
                f"--columns: »{part}« skal være en af {', '.join(COLUMNS)}, = og et navn."
            )
        named[key] = name
    return Columns(**named)
