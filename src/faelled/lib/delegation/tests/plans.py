"""Plans for the tests: one written out, and the same with parts of it otherwise."""

from decimal import Decimal

from faelled.lib.delegation import Matter, RuleBook, Rules, read_rules

HEAD = """
id = "kommunen"
version = "1"
name = "Kommunens plan"
source = "Byrådet"
licence = "MPL-2.0"
covers = ["27"]

[[roles]]
id = "manager"
label = "Leder"

[[roles]]
id = "board"
label = "Udvalget"

[[decisions]]
id = "grant"
label = "Bevilling"
values = ["granted", "partly"]

[[decisions]]
id = "refuse"
label = "Afslag"
"""

RULES = """
[[rules]]
id = "rest"
kle = "27.*"
decisions = ["*"]
deciders = [{ role = "manager", up = 1 }]
why = "Alt andet."
section = "1.1"

[[rules]]
id = "small"
kle = "27.36.*"
decisions = ["grant"]
amount_up_to = 10000
deciders = [{ role = "manager" }]
why = "Tæt på borgeren."
section = "2.1"

[[rules]]
id = "large"
kle = "27.36.*"
decisions = ["grant"]
deciders = [{ role = "manager" }, { position = "Direktør" }]
copies = [{ position = "Jurist" }]
why = "Store beløb skal ses af flere."
section = "2.2"
"""


def plan(rules: str = RULES, head: str = HEAD) -> Rules:
    return read_rules((head + rules).encode())


def book(rules: str = RULES) -> RuleBook:
    return RuleBook(plan(rules))


def grant(amount: str | None, kle: str = "27.36.04", units: tuple[str, ...] = ()) -> Matter:
    return Matter(kle, "G01", "grant", None if amount is None else Decimal(amount), units)


def rule(id: str, who: str = "{ role = 'manager' }", **parts: str) -> str:
    """A rule as TOML: ``rule("a", kle="'27'", unit="'Børn'")``."""
    written = {"kle": "'27.36'", "decisions": "['grant']", "why": "'Fordi.'"} | parts
    lines = "\n".join(f"{key} = {value}" for key, value in written.items())
    return f'\n[[rules]]\nid = "{id}"\ndeciders = [{who}]\n{lines}\n'
