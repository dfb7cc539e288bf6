"""A small service with a bit of everything, so that no test leans on a shipped graph."""

CAMP = """
id = "sommerlejr"
version = "{version}"
title = "Tilskud til sommerlejr"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
summary = "Penge til at sende et barn på lejr."
kle = "99.02.03"
case_title = "Tilskud til sommerlejr"

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

[[events]]
id = "apply"
label = "Søg om tilskud til sommerlejr"
roles = ["citizen", "caseworker"]
phase = "application"
cites = ["barnets lov § 1"]
help = "Søg, før lejren begynder."
effects = [{{ kind = "note" }}]
[[events.fields]]
id = "camp"
label = "Hvilken slags lejr?"
type = "choice"
required = true
options = [
  {{ value = "club", label = "En forenings lejr" }},
  {{ value = "own", label = "En anden lejr" }},
]
[[events.fields]]
id = "club_name"
label = "Hvilken forening?"
required = true
show_if = "camp = 'club'"
[[events.fields]]
id = "why"
label = "Hvorfor er lejren god for barnet?"
type = "longtext"
required_if = "camp = 'own'"
[[events.fields]]
id = "price"
label = "Hvad koster lejren?"
type = "amount"
required = true
min = "1"
max = "9000"
[[events.fields]]
id = "child_cpr"
label = "Barnets CPR-nummer"
type = "cpr"
[[events.fields]]
id = "activities"
label = "Hvad laver man?"
type = "choices"
options = [{{ value = "swim", label = "Svømmer" }}, {{ value = "sail", label = "Sejler" }}]
[[events.fields]]
id = "papers"
label = "Programmet for lejren"
type = "file"
{more}

[[events]]
id = "ask"
label = "Bed om oplysninger"
roles = ["caseworker"]
phase = "application"
effects = [{{ kind = "note" }}]

[[events]]
id = "answer"
label = "Send de oplysninger, vi mangler"
roles = ["citizen", "caseworker"]
phase = "application"
included = false
help = "Skriv det, vi har spurgt om."
effects = [{{ kind = "note" }}]
[[events.fields]]
id = "text"
label = "Dit svar"
type = "longtext"
required = true

[[events]]
id = "confirm"
label = "Bekræft, at barnet kommer"
roles = ["citizen"]
phase = "decision"
pending = true
effects = [{{ kind = "note" }}]

[[events]]
id = "withdraw"
label = "Træk ansøgningen tilbage"
roles = ["citizen", "caseworker"]
phase = "application"
effects = [{{ kind = "note" }}]

[[events]]
id = "decide"
label = "Træf afgørelse"
roles = ["caseworker"]
phase = "decision"
read_roles = ["citizen"]
effects = [{{ kind = "result", value = "granted" }}]

[[events]]
id = "secret"
label = "Intern drøftelse"
roles = ["caseworker"]
effects = [{{ kind = "note" }}]

[[relations]]
is = "apply -->* ask, decide, withdraw, secret"
[[relations]]
is = "apply -->% apply"
[[relations]]
is = "withdraw -->% withdraw, answer, confirm"
[[relations]]
is = "decide -->* confirm"
why = "Du kan først svare, når der er truffet afgørelse."
[[relations]]
is = "confirm -->% confirm"
[[relations]]
is = "apply *--> decide"
deadline = "P6W"
cites = ["retssikkerhedsloven § 3, stk. 2"]
[[relations]]
is = "ask -->+ answer"
[[relations]]
is = "ask *--> answer"
deadline = "P14D"
cites = ["retssikkerhedsloven § 11, stk. 1"]
restart = true
[[relations]]
is = "answer -->% answer"
"""


def camp(version: str = "1.0.0", more: str = "") -> bytes:
    """The service's graph; ``more`` adds fields to the application."""
    return CAMP.format(version=version, more=more).encode()


ONE_MORE_QUESTION = """
[[events.fields]]
id = "leader"
label = "Hvem leder lejren?"
required = true
"""
