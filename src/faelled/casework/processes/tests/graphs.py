"""A small process as files, for the tests of this room."""

GOOD = """
id = "tilskud"
version = "1.0.0"
title = "Tilskud til tegnebøger"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
summary = "En ansøgning bliver hørt og afgjort."
kle = "99.01.01"

[[phases]]
id = "application"
label = "Ansøgning"

[[phases]]
id = "decision"
label = "Afgørelse"

[[roles]]
id = "citizen"
label = "Borger"

[[roles]]
id = "caseworker"
label = "Sagsbehandler"

[[groups]]
id = "work"
label = "Sagsbehandling"

[[events]]
id = "apply"
label = "Søg om tilskud"
roles = ["citizen"]
phase = "application"
help = "Skriv, hvad du søger om."
cites = ["forvaltningsloven § 7, stk. 1"]

[[events.fields]]
id = "amount"
label = "Beløb"
type = "amount"
required = true

[[events]]
id = "hear"
label = "Hør parten"
roles = ["caseworker"]
group = "work"
phase = "decision"

[[events]]
id = "decide"
label = "Træf afgørelse"
roles = ["caseworker"]
group = "work"
phase = "decision"

[[relations]]
is = "apply -->* work"
cites = ["forvaltningsloven § 7, stk. 1"]

[[relations]]
is = "hear -->* decide"
guard = "apply.amount > 1000"
delay = "P14D"
cites = ["forvaltningsloven § 19, stk. 1"]
why = "Parten skal have tid til at svare."

[[relations]]
is = "apply *--> decide"
deadline = "P4W"

[[relations]]
is = "apply -->% apply"
"""

DEAD_END = (
    GOOD
    + """
[[events]]
id = "never"
label = "Umuligt trin"

[[relations]]
is = "never -->* never"

[[relations]]
is = "decide *--> never"
"""
)

TESTS = """
graph = "tilskud"

[[tests]]
name = "Der kan ikke afgøres, før der er søgt"

[[tests.steps]]
refuse = "decide"
because = ["condition:apply"]
"""
