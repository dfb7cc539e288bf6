"""What can happen next in a marking of masks: every event, every way its guards can turn out.

In the order of an execution: done, cancelled, owed, excluded, included, copies made; then the
sub-processes around the event are asked, from the inside out, whether they are done with it.
"""

from collections.abc import Iterator

from faelled.lib.dcr.verification.copied import is_there
from faelled.lib.dcr.verification.net import Net, Outcome, Rules, State


def moves(state: State, net: Net) -> Iterator[tuple[int, State, bool]]:
    """Event, next marking (reduced), and whether no guard had a say."""
    executed, pending, included = state
    there = net.there(included) if net.holders else included
    undone, owed = there & ~executed, there & pending
    for event, rule in enumerate(net.rules):
        bit = rule.bit
        if not there & bit or rule.conditions & undone or rule.milestones & owed:
            continue
        if rule.inside is not None:
            continue
        blocked = rule.guarded_conditions & undone or rule.guarded_milestones & owed
        certain = not blocked and len(rule.outcomes) == 1
        if rule.around or net.copies:
            for out in rule.outcomes:
                after = executed_once(state, rule, out, net)
                for done, sure in completed(after, rule.around, net, certain):
                    yield event, net.reduced(*done), sure
            continue
        for out in rule.outcomes:
            left = pending & ~bit & ~out.cancelled | out.pending
            members = included & ~out.excluded | out.included
            yield event, net.reduced(executed | bit, left, members), certain


def executed_once(state: State, rule: Rules, out: Outcome, net: Net) -> State:
    """The marking after one event's own execution."""
    executed, pending, included = state
    before, made = included, made_of(net, included) if net.copies else ~0
    executed |= rule.bit
    pending = pending & ~rule.bit & ~out.cancelled | out.pending & made
    included = included & ~out.excluded | out.included & made
    for place in out.spawned:
        copies = net.copies[place] if is_there(net.copies[place], before) else ()
        for copy in copies:
            if not included & copy.made:
                executed, pending = executed | copy.executed, pending | copy.pending
                included |= copy.included | copy.made
                break
    return executed, pending, included


def made_of(net: Net, included: int) -> int:
    """Everything but what lies in copies that nobody has made yet."""
    mask = ~0
    for copies in net.copies.values():
        for copy in copies:
            if not included & copy.made:
                mask &= ~copy.parts
    return mask


def is_full(state: State, event: int, net: Net) -> bool:
    """Whether the event, or a sub-process around it that it may complete, makes a copy that there
    is no room for."""
    rules = [net.rules[at] for at in (event, *net.rules[event].around)]
    places = {place for rule in rules for out in rule.outcomes for place in out.spawned}
    return any(
        is_there(net.copies[place], state[2])
        and all(state[2] & copy.made for copy in net.copies[place])
        for place in places
    )


def completed(
    state: State, around: tuple[int, ...], net: Net, certain: bool
) -> Iterator[tuple[State, bool]]:
    """The marking once every sub-process around has happened that is done and enabled."""
    if not around:
        yield state, certain
        return
    holder, outer = net.rules[around[0]], around[1:]
    executed, pending, included = state
    there = net.there(included)
    undone, owed = there & ~executed, there & pending
    waits = owed & (holder.inside or 0) or not there & holder.bit
    if waits or holder.conditions & undone or holder.milestones & owed:
        yield from completed(state, outer, net, certain)
        return
    blocked = holder.guarded_conditions & undone or holder.guarded_milestones & owed
    if blocked:
        yield from completed(state, outer, net, False)
    sure = certain and not blocked and len(holder.outcomes) == 1
    for out in holder.outcomes:
        yield from completed(executed_once(state, holder, out, net), outer, net, sure)
