"""Fælled: every case follows a rule graph that a jurist can read."""
