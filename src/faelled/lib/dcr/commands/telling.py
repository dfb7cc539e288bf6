"""One answer, two ways: JSON with English keys for programs, Danish lines for people."""

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import TextIO

from faelled.lib.dcr.values import Json


def tell(args: Namespace, out: TextIO, told: Mapping[str, Json], lines: Iterable[str]) -> None:
    """Write `told` as one JSON object where ``--json`` was asked for, else the lines."""
    if args.json:
        out.write(json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        out.writelines(f"{line}\n" for line in lines)


def number(value: int) -> str:
    """
    >>> number(262200)
    '262.200'
    """
    return f"{value:,}".replace(",", ".")


def percent(share: float) -> str:
    """
    >>> percent(0.9617)
    '96,2 %'
    """
    return f"{100 * share:.1f} %".replace(".", ",")
