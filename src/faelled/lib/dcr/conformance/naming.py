"""Where `naming.events_named` stood before; for rooms that still ask here."""

from faelled.lib.dcr.naming import events_named

__all__ = ["events_named"]
