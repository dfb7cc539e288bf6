"""Which steps of a graph the system does by itself, as soon as they are owed and possible."""

from faelled.lib.dcr import Event

AUTOMATIC = frozenset({"system", "automatic", "robot"})


def is_automatic(event: Event) -> bool:
    """Whether an event is the system's alone; the DCR portal calls that role Automatic."""
    return bool(event.roles) and {role.lower() for role in event.roles} <= AUTOMATIC
