"""Where a person is logged in: the session as a row of theirs, to be seen and ended."""
