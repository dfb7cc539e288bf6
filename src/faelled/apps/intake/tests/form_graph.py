"""A service with pages, rows, ways out and known answers; no test leans on a shipped one."""

CARE = """
id = "pasning"
version = "1.0.0"
title = "Pasning hjemme"
language = "da"
source = "Fælled"
licence = "MPL-2.0"
summary = "Hjælp til at passe et barn hjemme."
kle = "99.02.03"
case_title = "Pasning hjemme"

[[roles]]
id = "citizen"
label = "Borger"
[[roles]]
id = "caseworker"
label = "Sagsbehandler"

[[events]]
id = "apply"
label = "Søg om pasning"
roles = ["citizen", "caseworker"]
applicant = "child"
effects = [{ kind = "note" }]
[[events.sections]]
id = "child"
title = "Barnet"
[[events.sections]]
id = "work"
title = "Dit arbejde"
show_if = "works"
[[events.sections]]
id = "why"
title = "Hvorfor"
[[events.fields]]
id = "name"
label = "Barnets navn"
required = true
section = "child"
prefill = "child.name"
locked = true
[[events.fields]]
id = "phone_name"
label = "Hvem ringer vi til?"
section = "child"
prefill = "person.name"
[[events.fields]]
id = "home"
label = "Hvor bor I?"
section = "child"
prefill = "child.address"
locked = true
[[events.fields]]
id = "works"
label = "Arbejder du?"
type = "boolean"
required = true
section = "child"
[[events.fields]]
id = "jobs"
label = "Dine arbejdsgivere"
type = "group"
each = "Arbejdsgiver"
required = true
max = 3
section = "work"
[[events.fields.fields]]
id = "who"
label = "Navn"
required = true
[[events.fields.fields]]
id = "hours"
label = "Timer"
type = "decimal"
required = true
[[events.fields.fields]]
id = "night"
label = "Hvorfor så mange?"
required = true
show_if = "hours > 37"
[[events.fields]]
id = "total"
label = "Timer i alt"
type = "decimal"
section = "work"
value = "sum(jobs.hours)"
[[events.fields]]
id = "reason"
label = "Hvorfor hjemme?"
type = "longtext"
required = true
section = "why"
[[events.exits]]
id = "no-pay"
when = "works = false"
title = "Du mister ingen løn"
text = "Du har ikke ret til hjælpen, når du ingen løn mister."
cites = ["barnets lov § 87, stk. 1"]
instead = [{ text = "Ring til os" }]
[[events.exits]]
id = "elsewhere"
kind = "stop"
when = "reason = 'Norge'"
text = "Det er en anden myndighed."
instead = [{ text = "Søg i Norge" }]
"""
