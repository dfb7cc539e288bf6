"""One product each, standing on the spine and never on one another's screens."""
