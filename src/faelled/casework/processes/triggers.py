"""The database's own part: a published version is never changed and never removed."""

from faelled.base.audit.guarding import Guard

GUARD = Guard("processes_processversion", "a published version is never changed or removed")
