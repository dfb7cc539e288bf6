"""Every write to a chain, one function each, with a required actor."""

from faelled.apps.decisions.actions.acting import act, comment_on, undo
from faelled.apps.decisions.actions.changing import change_chain, plan_the_rest, take_over
from faelled.apps.decisions.actions.gating import Passed, pass_gate
from faelled.apps.decisions.actions.proposing import Proposal, propose
from faelled.apps.decisions.actions.reading import mark_read, mark_seen
from faelled.apps.decisions.actions.rules import (
    Gate,
    retire_template,
    save_template,
    set_gate,
    set_rules,
)
from faelled.apps.decisions.actions.starting import start_chain

__all__ = [
    "Gate",
    "Passed",
    "Proposal",
    "act",
    "change_chain",
    "comment_on",
    "mark_read",
    "mark_seen",
    "pass_gate",
    "plan_the_rest",
    "propose",
    "retire_template",
    "save_template",
    "set_gate",
    "set_rules",
    "start_chain",
    "take_over",
    "undo",
]
