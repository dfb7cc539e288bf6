"""How many deviations are still needed, at least: a lower bound from disjunctive landmarks.

A *landmark* is a set of deviations of which every completion makes at least one. Deviations are
bits: bit x is "the model does event x alone", bit m+j is "place j of the trace is skipped", m being
the number of events. Landmarks that share no bit need a deviation each, so the number of pairwise
disjoint ones bounds the cost from below (the idea is that of disjoint action landmarks in
planning; the landmarks are read off the rules). Every one found here is implied:

* a place that cannot run: its event is excluded now, and nothing between now and it switches it on;
  or a condition of it is not met, and nothing in between can meet or exclude it; or a milestone of
  it is owed, and nothing in between can settle it. It is skipped, or one of those does it;
* what would help in between may itself be unable to run; then what it lacks stands in its place;
* two places of which the first switches the second off, and nothing in between switches it on;
* what is owed now, or by a place that runs, and that nothing later in the trace can settle.

A sub-process happens by the steps in it, and a copy of a template comes by the steps that make it:
where one of these could help, those steps could (`Model`).
"""

from faelled.lib.dcr.alignment.problem import Model, Places, bits
from faelled.lib.dcr.core import State


class Landmarks:
    """The lower bounds of one trace: `bound(state, place)` for what is left from `place` on."""

    def __init__(self, model: Model, places: Places) -> None:
        self._model, self._places = model, places
        self._size, self._length = len(model.core.events), len(places.masks)
        self._skips = [1 << self._size + at for at in range(self._length)]
        self._pairs = self._switched_off()
        self._after = self._later()

    def _later(self) -> list[int]:
        """For each place, the events that may run there or later."""
        found = [0] * (self._length + 1)
        for at in reversed(range(self._length)):
            found[at] = found[at + 1] | self._places.masks[at]
        return found

    def _switched_off(self) -> list[tuple[int, int]]:
        """(first place, landmark) of every two places that cannot both run on their own."""
        found, choices, model = [], self._places.choices, self._model
        for late, some in enumerate(choices):
            if len(some) != 1:
                continue
            event = some[0]
            helpers, stoppers = model.includers[event], model.stoppers[event]
            for early in reversed(range(late)):
                mask = self._places.masks[early]
                if mask & helpers:
                    break
                if len(choices[early]) == 1 and mask & stoppers:
                    found.append((early, self._skips[early] | self._skips[late] | helpers))
                    break
        return found

    def bound(self, state: State, place: int) -> int:
        """At least so many deviations lie between here and the end."""
        state = state[0], state[1], self._model.here(state[2])
        marks = self._places_that_cannot_run(state, place)
        marks += [mark for early, mark in self._pairs if early >= place]
        marks += self._what_stays_owed(state, place)
        marks.sort(key=int.bit_count)
        used = count = 0
        for mark in marks:
            if not used & mark:
                used |= mark
                count += 1
        return count

    def _places_that_cannot_run(self, state: State, place: int) -> list[int]:
        model, masks = self._model, self._places.masks
        found: list[int] = []
        lacks: list[int] = []  # for each place from `place` on, its landmark without its own skip
        before = 0
        for at in range(place, self._length):
            lack = self._lacking(state, at, before, place, lacks)
            if lack:
                found.append(lack | self._skips[at])
            elif not masks[at]:
                found.append(self._skips[at])
            lacks.append(lack)
            before |= masks[at] & model.everything
        return found

    def _lacking(self, state: State, at: int, before: int, place: int, lacks: list[int]) -> int:
        """What would have to be done so that the place can run; nought where it perhaps can."""
        both = 0
        for event in self._places.choices[at]:
            lack = self._event_lacks(state, event, before, at, place, lacks)
            if not lack:
                return 0
            both |= lack
        return both

    def _event_lacks(
        self, state: State, event: int, before: int, at: int, place: int, lacks: list[int]
    ) -> int:
        """The smallest of the event's landmarks."""
        model = self._model
        executed, pending, included = state
        _bit, conditions, milestones, *_ = model.core.masks[event]
        best = 0
        if not included >> event & 1:
            best = self._with_helpers(model.includers[event], before, at, place, lacks)
        for source in bits(included & conditions & ~executed):
            helpers = model.steps[source] | model.excluders[source]
            best = _smaller(best, self._with_helpers(helpers, before, at, place, lacks))
        for source in bits(included & milestones & pending):
            helpers = model.settlers[source]
            best = _smaller(best, self._with_helpers(helpers, before, at, place, lacks))
        return best

    def _with_helpers(
        self, helpers: int, before: int, at: int, place: int, lacks: list[int]
    ) -> int:
        """The model does a helper, or a place in between that could help gets what it lacks."""
        found = helpers or self._nothing(at)
        if helpers & before:
            for earlier in range(place, at):
                if self._places.masks[earlier] & helpers:
                    lack = lacks[earlier - place]
                    if not lack:
                        return 0
                    found |= lack
        return found

    def _nothing(self, at: int) -> int:
        """Nothing helps: the landmark is the skip of the place alone."""
        return self._skips[at]

    def _what_stays_owed(self, state: State, place: int) -> list[int]:
        model = self._model
        _executed, pending, included = state
        later = self._after[place]
        # Included at the end whatever the trace does from here: only the model could exclude it.
        stay = [event for event in bits(included) if not later & model.excluders[event]]
        found = [
            model.settlers[event]
            for event in stay
            if pending >> event & 1 and not later & model.settlers[event]
        ]
        staying = sum(1 << event for event in stay)
        for at in range(place, self._length):
            some = self._places.choices[at]
            if len(some) != 1 or model.around(some[0]):
                continue  # what it lies in may be done with it, and settle what it asks for
            owes = model.core.masks[some[0]][4] & staying
            after = self._after[at + 1]
            found.extend(
                self._skips[at] | model.settlers[event]
                for event in bits(owes & ~after)
                if not after & model.settlers[event]
            )
        return found


def _smaller(one: int, other: int) -> int:
    """The landmark with fewer deviations; nought is none."""
    if not one or not other:
        return one or other
    return one if one.bit_count() <= other.bit_count() else other
