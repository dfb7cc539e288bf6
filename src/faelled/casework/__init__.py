"""The spine: published rule graphs, the cases that follow them, and their documents."""
