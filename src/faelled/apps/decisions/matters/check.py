"""An approval that waits for its chain is not given around it."""

from django.utils.translation import gettext as _

from faelled.apps.decisions.chains.queries import open_chain_of
from faelled.apps.decisions.models import Chain, ChainState
from faelled.casework.cases.effects import AttemptContext


def refuse_around_the_chain(attempt: AttemptContext) -> list[str]:
    """While a chain is open on a step, only its last approval does the step."""
    if open_chain_of(attempt.case, attempt.event.id) is None:
        return []
    return [_("Der er en godkendelse i gang. Svaret gives i den, trin for trin.")]


def refuse_to_close_around(attempt: AttemptContext) -> list[str]:
    """No case is closed under those who are asked; the chain's own last approval may do it."""
    if not Chain.objects.filter(case=attempt.case, state=ChainState.OPEN).exists():
        return []
    return [_("Der er en godkendelse i gang i sagen. Træk den tilbage først.")]
