"""From the arguments to the one command they ask for, and from its errors to a message."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Protocol, TextIO

from faelled.lib.dcr.commands.codes import BAD_INPUT, OK
from faelled.lib.dcr.commands.parser import Parser
from faelled.lib.dcr.commands.table import COMMANDS
from faelled.lib.dcr.errors import DcrError
from faelled.lib.dcr.logs import LogError

PROGRAM = "faelled dcr"
HELP = ("-h", "--help")
REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "den findes ikke",
    PermissionError: "adgang nægtes",
    IsADirectoryError: "det er en mappe",
}


class Command(Protocol):
    """What the module of a command has."""

    def add(self, parser: ArgumentParser) -> None: ...

    def run(self, args: Namespace, out: TextIO, err: TextIO) -> int: ...


def no_clock() -> float:
    """Time stands still: no budget of seconds ever runs out."""
    return 0.0


def main(
    argv: Sequence[str], out: TextIO, err: TextIO, clock: Callable[[], float] = no_clock
) -> int:
    """Run one command; its exit code. `argv` begins with the command's name.

    `clock` tells seconds, for the commands that take a budget of them (as `args.clock`).
    """
    if not argv or argv[0] in HELP:
        out.write(overview())
        return OK if argv else BAD_INPUT
    name = argv[0]
    if name not in COMMANDS:
        err.write(f"Kommandoen »{name}« findes ikke.\n{overview()}")
        return BAD_INPUT
    try:
        return _run(name, argv[1:], out, err, clock)
    except (DcrError, LogError) as error:
        err.write(f"{error}\n")
    except BrokenPipeError:
        return OK  # whoever read the answer has read enough
    except OSError as error:
        reason = REASONS.get(type(error), error.strerror)
        err.write(f"Filen {error.filename} kan ikke bruges: {reason}.\n")
    return BAD_INPUT


def command_named(name: str) -> Command:
    """The module of a command, imported now and not before."""
    module: Command = import_module(f"{__package__}.{name}")
    return module


def overview() -> str:
    width = max(map(len, COMMANDS), default=0)
    lines = [f"  {name:<{width}}  {help}\n" for name, help in COMMANDS.items()]
    return (
        f"Brug: {PROGRAM} KOMMANDO ...\n\n{''.join(lines)}\n"
        f"Hjælp til en kommando: {PROGRAM} KOMMANDO --help\n"
    )


def _run(
    name: str, argv: Sequence[str], out: TextIO, err: TextIO, clock: Callable[[], float]
) -> int:
    command = command_named(name)
    parser = Parser(f"{PROGRAM} {name}", COMMANDS[name])
    parser.add_argument("--json", action="store_true", help="Skriv svaret som JSON.")
    command.add(parser)
    if set(HELP) & set(argv):
        out.write(parser.format_help())
        return OK
    return command.run(parser.parse_args(argv, Namespace(clock=clock)), out, err)
