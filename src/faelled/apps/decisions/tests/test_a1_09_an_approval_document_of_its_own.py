"""A.1, 9: a record under approval carries both the record document and an approval document; what
is written while approving is a document of its own.
"""

from faelled.apps.decisions.tests.chains import Chained
from faelled.apps.decisions.tests.matter import at_the_page


def test_what_is_written_stands_in_the_approval_and_not_in_the_draft(chained: Chained) -> None:
    cast = chained.cast
    chain = chained.started(chained.step(cast.erik), chained.step(cast.bo))
    assert chain.case is not None
    before = list(chain.case.events.values_list("seq", "data"))
    chained.act(chain, cast.erik, "condition", "Skriv datoen ind.")
    assert [row.comment for row in chain.acts.order_by("seq")] == ["", "Skriv datoen ind."]
    assert list(chain.case.events.values_list("seq", "data")) == before
    html = at_the_page(cast.anna).get(f"/til-godkendelse/kaede/{chain.uuid}/").content.decode()
    draft, story = html.split("Godkendelsens forløb")
    assert "Emil har brug." in draft
    assert "Skriv datoen ind." in story
    assert "Skriv datoen ind." not in draft
