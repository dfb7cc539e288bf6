"""argparse, speaking Danish."""

import re
from argparse import Action, ArgumentParser, HelpFormatter, _MutuallyExclusiveGroup
from collections.abc import Iterable
from typing import NoReturn

from faelled.lib.dcr.commands.files import BadInput

# What argparse says of wrong arguments, and what we say.
SAYINGS = (
    (r"the following arguments are required: (.*)", r"Der mangler: \1."),
    (r"unrecognized arguments: (.*)", r"Det kendes ikke: \1."),
    (
        r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)",
        r"\1 kan ikke være \2; vælg \3.",
    ),
    (r"argument (.*): expected (?:one|at least one) argument", r"\1 skal følges af en værdi."),
    (r"argument (.*): invalid \w+ value: '(.*)'", r"\1: »\2« kan ikke bruges her."),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class _Formatter(HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[_MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Brug: " if prefix is None else prefix)


class Parser(ArgumentParser):
    """The arguments of one command; BadInput, in Danish, for wrong ones. It never exits."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog,
            description=description,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "Argumenter"
        self._optionals.title = "Tilvalg"
        self.add_argument("-h", "--help", action="store_true", help="Vis denne hjælp.")

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{self.format_usage()}{in_danish(message)}")


def in_danish(message: str) -> str:
    """
    >>> in_danish("the following arguments are required: LOG, -o")
    'Der mangler: LOG, -o.'
    """
    for pattern, saying in SAYINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(saying)
    return message
