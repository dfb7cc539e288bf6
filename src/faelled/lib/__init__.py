"""Pure Python: no framework, no database, no network, no clock ("now" is an argument)."""
