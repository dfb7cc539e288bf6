"""A.1, 5: templates (saved chains); an installation can forbid free chains so that only templates
may be used.
"""

import pytest

from faelled.apps.decisions import actions
from faelled.apps.decisions.chains.errors import ChainError
from faelled.apps.decisions.chains.queries import templates_of
from faelled.apps.decisions.models import ChainTemplate
from faelled.apps.decisions.tests.chains import Chained
from faelled.base.access.refusals import Refused


def saved(chained: Chained) -> ChainTemplate:
    steps = (chained.step(chained.cast.erik), chained.step(chained.cast.bo))
    frida = chained.actor(chained.cast.frida)
    return actions.save_template("Tilskud", steps, by=frida, now=chained.tick())


def only_templates(chained: Chained) -> None:
    actions.set_rules(
        free_chains=False,
        send_directly=False,
        copy_days=30,
        by=chained.actor(chained.cast.frida),
        now=chained.tick(),
    )


def test_anna_starts_from_a_saved_chain(chained: Chained) -> None:
    chain = chained.started(template=saved(chained))
    assert chained.waits(chain) == [("Erik Munk", "answer")]
    assert chain.steps.count() == 2


def test_where_free_chains_are_forbidden_only_templates_start(chained: Chained) -> None:
    template = saved(chained)
    only_templates(chained)
    for given in (None, template):
        with pytest.raises(ChainError, match="kun skabeloner"):
            chained.started(chained.step(chained.cast.bo), template=given)
    assert chained.started(template=template).open


def test_a_retired_template_starts_nothing(chained: Chained) -> None:
    template = saved(chained)
    actions.retire_template(template, by=chained.actor(chained.cast.frida), now=chained.tick())
    assert not templates_of(chained.actor(chained.cast.anna)).exists()
    with pytest.raises(ChainError, match="Skabelonen findes ikke"):
        chained.started(template=template)


def test_only_who_looks_after_the_organisation_decides_it(chained: Chained) -> None:
    anna = chained.actor(chained.cast.anna)
    step = chained.step(chained.cast.bo)
    with pytest.raises(Refused):
        actions.save_template("Mit", [step], by=anna, now=chained.now)
    with pytest.raises(Refused):
        actions.set_rules(
            free_chains=False, send_directly=False, copy_days=30, by=anna, now=chained.now
        )
