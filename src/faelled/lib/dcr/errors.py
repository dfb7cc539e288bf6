"""What can go wrong with a rule graph, said in the user's words.

The names are the field's own words; an "Error" behind each would say nothing more.
"""


class DcrError(Exception):
    """Everything this library raises on purpose."""


class UnknownEvent(DcrError, LookupError):
    """The graph has no such event; `event` is the id that was asked for.

    >>> str(UnknownEvent("decide"))
    'Processen har intet trin med navnet »decide«.'
    """

    def __init__(self, event: str) -> None:
        super().__init__(f"Processen har intet trin med navnet »{event}«.")
        self.event = event


class InvalidGraph(DcrError, ValueError):
    """The graph contradicts itself (a relation to nowhere, an id twice); all in `problems`.

    >>> str(InvalidGraph(("Navnet »a« bruges to gange.", "»b« ligger i »c«, som ikke findes.")))
    'Navnet »a« bruges to gange. »b« ligger i »c«, som ikke findes.'
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class BadValue(DcrError, ValueError):
    """The data do not fit the event's fields; `field` is empty for the value as a whole.

    >>> wrong = BadValue("apply", "cost", "»Udgift« skal være et beløb.")
    >>> wrong.event, wrong.field, str(wrong)
    ('apply', 'cost', '»Udgift« skal være et beløb.')
    """

    def __init__(self, event: str, field: str, message: str) -> None:
        super().__init__(message)
        self.event = event
        self.field = field
