"""Rule graphs found in event logs: as published, and better; who does what, and how soon."""
