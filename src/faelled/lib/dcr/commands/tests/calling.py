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

# Each visit that is asked for is to be planned, once.
VISITS = """
id = "visits"
version = "1"
title = "Besøg"
[[events]]
id = "ask"
label = "Bed"
[[events]]
id = "visit"
label = "Besøg"
type = "template"
[[events]]
id = "plan"
label = "Plan"
group = "visit"
pending = true
[[relations]]
is = "ask -->> visit"
[[relations]]
is = "plan -->% plan"
"""
