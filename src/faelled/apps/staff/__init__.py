"""Pages about the people at work: absence and stand-ins, rights under four eyes, who has looked."""
