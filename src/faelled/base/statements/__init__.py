"""Statements that are the same each time: Django writes them once, after that they are filled in.

To write a statement anew costs several times what it costs to send it; so what every page or every
step asks stands here as a `Question`, and rows are stored by `insert`, `update` and `remove`.
"""

from faelled.base.statements.question import Question, Slot
from faelled.base.statements.rows import insert, remove, update

__all__ = ["Question", "Slot", "insert", "remove", "update"]
