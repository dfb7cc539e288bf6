"""Good against bad: what sets the bad cases of a log apart, as few rules that people can read."""
