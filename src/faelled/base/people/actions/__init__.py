"""Every write about people and the organisation."""

from faelled.base.people.actions.absences import add_substitution, end_substitution
from faelled.base.people.actions.employees import (
    add_employee,
    end_desk_role,
    end_position,
    grant_desk_role,
    grant_mandate,
    grant_position,
)
from faelled.base.people.actions.keys import encrypt_anew
from faelled.base.people.actions.organisation import (
    add_authority,
    add_unit,
    close_unit,
    move_unit,
    register_company,
)
from faelled.base.people.actions.persons import (
    add_guardian,
    change_address,
    change_name,
    end_custody,
    grant_custody,
    protect,
    register_person,
)
from faelled.base.people.actions.users import add_citizen_user, add_employee_user, close_user

__all__ = [
    "add_authority",
    "add_citizen_user",
    "add_employee",
    "add_employee_user",
    "add_guardian",
    "add_substitution",
    "add_unit",
    "change_address",
    "change_name",
    "close_unit",
    "close_user",
    "encrypt_anew",
    "end_custody",
    "end_desk_role",
    "end_position",
    "end_substitution",
    "grant_custody",
    "grant_desk_role",
    "grant_mandate",
    "grant_position",
    "move_unit",
    "protect",
    "register_company",
    "register_person",
]
