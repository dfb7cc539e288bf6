"""Call a command as a shell does, and see what it says."""

from dataclasses import dataclass
from io import StringIO

from faelled.lib.dcr.commands import main


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


def dcr(*words: object) -> Said:
    """``faelled dcr WORDS``."""
    out, err = StringIO(), StringIO()
    code = main([str(word) for word in words], out, err)
    return Said(code, out.getvalue(), err.getvalue())


TALK = """
id = "talk"
version = "1"
title = "Samtale"
[[events]]
id = "ask"
label = "Spørg"
[[events]]
id = "answer"
label = "Svar"
[[relations]]
is = "ask -->* answer"
[[relations]]
is = "ask *--> answer"
"""
