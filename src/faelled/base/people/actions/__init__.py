"""Every write about people and the organisation."""

from faelled.base.people.actions.absences import add_substitution, end_substitution
from faelled.base.people.actions.employees import (
    add_employee,
    drop_capability,
    end_desk_role,
    end_mandate,
    end_position,
    grant_capability,
    grant_desk_role,
    grant_mandate,
    grant_position,
    keep_to_leaders_pages,
    open_all_pages,
)
from faelled.base.people.actions.grants import (
    approve_grant,
    change_grant,
    propose_grant,
    return_grant,
    withdraw_grant,
)
from faelled.base.people.actions.keys import encrypt_anew, seal_anew
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
    "approve_grant",
    "change_address",
    "change_grant",
    "change_name",
    "close_unit",
    "close_user",
    "drop_capability",
    "encrypt_anew",
    "end_custody",
    "end_desk_role",
    "end_mandate",
    "end_position",
    "end_substitution",
    "grant_capability",
    "grant_custody",
    "grant_desk_role",
    "grant_mandate",
    "grant_position",
    "keep_to_leaders_pages",
    "move_unit",
    "open_all_pages",
    "propose_grant",
    "protect",
    "register_company",
    "register_person",
    "return_grant",
    "seal_anew",
    "withdraw_grant",
]
