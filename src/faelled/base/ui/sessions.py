"""When the end of a log-in is said."""

from datetime import timedelta

# Whoever is told this long before has time to press once (WCAG 2.2.1 asks for 20 seconds).
WARNING = timedelta(minutes=5)
