"""What the site's own database role may do, on PostgreSQL: add to the log, and no more."""

import re

from django.db import models

ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class RoleNameError(ValueError):
    """The name could not stand in a statement as it is."""


def grants(role: str, site_models: list[type[models.Model]]) -> list[str]:
    """The statements that give ``role`` every table to use, and the audit tables to add to.

    ``grants("faelled_site", apps.get_models())``; run by the owner of the tables after each
    migration. Triggers still refuse what the rights would let through.
    """
    if not ROLE.fullmatch(role):
        raise RoleNameError("A role's name is lower-case letters, digits and underscores.")
    tables = sorted({model._meta.db_table for model in site_models})  # noqa: SLF001  (Django's API)
    named = ", ".join(f'"{table}"' for table in tables)
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {named} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_entrysubject FROM {role}",
        f"REVOKE DELETE, TRUNCATE ON audit_head FROM {role}",
    ]
