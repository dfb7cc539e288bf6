"""What an agenda or an order names is not made to vanish from the case, whatever room names it."""

from faelled.casework.documents.actions.misplaced import tables_that_name_one


def test_every_table_that_can_name_a_paper_is_asked() -> None:
    asked = {(rows.model._meta.label_lower, column) for rows, column in tables_that_name_one()}
    assert {
        ("meetings.item", "documents"),
        ("orders.order", "answer"),
        ("documents.dispatch", "document"),
    } <= asked
    assert ("documents.documentversion", "document") not in asked
