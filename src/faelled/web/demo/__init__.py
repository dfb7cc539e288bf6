"""Fills the demo municipality from ``content/demo``: invented people, through the real actions."""
