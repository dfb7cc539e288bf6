"""Actors made by hand, for what needs no rows."""

from dataclasses import replace

from faelled.base.access.actor import Actor, ActorKind, Capability

ANNA = Actor(
    id="anna",
    name="Anna Dam",
    kind=ActorKind.EMPLOYEE,
    authority_id=1,
    employee_id=11,
    unit_ids=frozenset({5}),
    home_unit_id=5,
    roles=frozenset({"caseworker"}),
    purpose="case-work",
)
BO = replace(
    ANNA,
    id="bo",
    name="Bo Lind",
    employee_id=12,
    unit_ids=frozenset({4, 5}),
    home_unit_id=4,
    roles=frozenset({"manager"}),
    capabilities=frozenset({Capability.SEE_PROTECTED_ADDRESS}),
)
ERIK = replace(
    ANNA, id="erik", name="Erik Munk", employee_id=13, unit_ids=frozenset({9}), home_unit_id=9
)
FRIDA = replace(
    ANNA,
    id="frida",
    name="Frida Beck",
    employee_id=14,
    unit_ids=frozenset({8}),
    home_unit_id=8,
    capabilities=frozenset({Capability.REVIEW_BREAK_GLASS}),
)
DORTHE = Actor(
    id="dorthe",
    name="Dorthe Friis",
    kind=ActorKind.CITIZEN,
    authority_id=1,
    person_id=21,
    roles=frozenset({"citizen"}),
    represents=frozenset({21, 23}),
    purpose="self-service",
)
