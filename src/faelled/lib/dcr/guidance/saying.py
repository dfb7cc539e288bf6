"""The grounds of a suggestion, in Danish."""

from dataclasses import replace
from datetime import datetime, timedelta

from faelled.lib.dates.duration import COPENHAGEN
from faelled.lib.dcr.engine import Engine
from faelled.lib.dcr.guidance.goal import Rest, Risk
from faelled.lib.dcr.guidance.similar import Likeness
from faelled.lib.dcr.guidance.suggestion import Advice, Suggestion
from faelled.lib.dcr.marking import Marking
from faelled.lib.dcr.sentences import moment

ALIKE = {
    Likeness.WHOLE: "sager, der var gået ligesådan,",
    Likeness.THREE: "sager med de samme tre seneste trin",
    Likeness.TWO: "sager med de samme to seneste trin",
    Likeness.ONE: "sager med det samme seneste trin",
    Likeness.ANY: "tidligere trin",
}


def reason(engine: Engine, marking: Marking, found: Suggestion, at: datetime) -> Suggestion:
    """The suggestion with its text."""
    said = [_history(engine, marking, found)]
    if found.advice is Advice.WAIT:
        said = [_waiting(engine, marking, at)]
    if found.rest is not None and found.advice is Advice.STEP:
        said.append(_rest(found.rest))
    if found.risk is not None:
        said.append(_risk(found.risk))
    if found.due is not None:
        law = "; ".join(map(str, found.due.cites))
        cited = f" ({law})" if law else ""
        when = moment(found.due.deadline, COPENHAGEN)
        late = "skulle være sket" if found.due.deadline < at else "skal ske"
        said.append(f"»{_label(engine, marking, found.due.event)}« {late} senest {when}{cited}.")
    return replace(found, text=" ".join(said))


def _history(engine: Engine, marking: Marking, found: Suggestion) -> str:
    if not found.took:
        if found.event is None:
            return "Ingen tidligere sager ligner. Intet mangler, så sagen kan afsluttes."
        label = _label(engine, marking, found.event)
        return f"Ingen tidligere sager ligner. »{label}« er muligt nu og fører videre."
    counted = f"{found.took} af {found.alike} {ALIKE[found.likeness]}"
    if found.event is None:
        return f"{counted} sluttede her, og intet mangler."
    return f"{counted} fortsatte med »{_label(engine, marking, found.event)}«."


def _waiting(engine: Engine, marking: Marking, at: datetime) -> str:
    """When something opens by itself, or what bars what is owed."""
    owed = sorted(set(marking.pending) & engine.included(marking))
    for event in owed:
        opens = engine.opens_at(marking, event, at=at)
        label = _label(engine, marking, event)
        if opens is not None and opens > at:
            return f"Intet kan gøres nu. »{label}« kan ske fra {moment(opens, COPENHAGEN)}."
    why = [one.text for event in owed for one in engine.explain(marking, event, at=at).reasons]
    return " ".join(["Intet kan gøres nu.", *dict.fromkeys(why)])


def _rest(rest: Rest) -> str:
    low, middle, high = span(rest.low), span(rest.middle), span(rest.high)
    if low == high:
        return f"Resten af sagen tager herfra som regel {middle}."
    return f"Resten af sagen tager herfra som regel {middle} (de fleste mellem {low} og {high})."


def _risk(risk: Risk) -> str:
    """Of how many cases it is said: these are the ones that the time left is told from as well."""
    return (
        f"Af de {risk.cases} sager, der ligner mest og gjorde det samme, nåede {risk.missed} ikke "
        f"målet ({100 * risk.share:.0f} %; mellem {100 * risk.low:.0f} og "
        f"{100 * risk.high:.0f} %)."
    )


def span(span: timedelta) -> str:
    """
    >>> span(timedelta(days=3, hours=5)), span(timedelta(hours=1)), span(timedelta(days=1))
    ('3 dage', '1 time', '1 dag')
    """
    days, hours = span.days, round(span / timedelta(hours=1))
    if days:
        return f"{days} dag" if days == 1 else f"{days} dage"
    if hours:
        return f"{hours} time" if hours == 1 else f"{hours} timer"
    return "under en time"


def _label(engine: Engine, marking: Marking, event: str) -> str:
    return next((one.label for one in engine.events(marking) if one.id == event), event)
