"""The database's own part: a step that was done is never changed and never removed."""

from faelled.base.audit.guarding import Guard

GUARD = Guard("cases_caseevent", "a step is never changed or removed")
