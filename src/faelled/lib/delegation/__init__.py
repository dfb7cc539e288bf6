"""Delegation plans: who may decide what, by KLE, decision type and amount."""

from faelled.lib.delegation.book import Matter, RuleBook
from faelled.lib.delegation.checking import Finding, check_rules
from faelled.lib.delegation.deriving import DerivedChain, DerivedStep, Mandate, derive
from faelled.lib.delegation.difference import Change, chain_difference, difference
from faelled.lib.delegation.reading import RulesError, read_rules
from faelled.lib.delegation.rules import Decider, DeciderKind, DecisionType, Needs, Rule, Rules

__all__ = [
    "Change",
    "Decider",
    "DeciderKind",
    "DecisionType",
    "DerivedChain",
    "DerivedStep",
    "Finding",
    "Mandate",
    "Matter",
    "Needs",
    "Rule",
    "RuleBook",
    "Rules",
    "RulesError",
    "chain_difference",
    "check_rules",
    "derive",
    "difference",
    "read_rules",
]
