"""The database's own part: a plan and its putting in force are never changed and never removed."""

from faelled.base.audit.guarding import Guard

PLAN_GUARD = Guard("delegation_planversion", "a delegation plan is never changed or removed")
IN_FORCE_GUARD = Guard("delegation_planinforce", "when a plan held is never changed or removed")
BASIS_GUARD = Guard("delegation_chainbasis", "by what a chain was derived is never changed")
