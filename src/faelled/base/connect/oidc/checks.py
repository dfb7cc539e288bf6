"""Wrong log-in settings stop the site at start, not a citizen at the door."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from faelled.base.connect.allowed import EntryError, parse_entry
from faelled.base.connect.oidc.rules import RulesError, configured, read_rules


def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every provider's rules and every entry of the outgoing allow-list can be read."""
    found: list[CheckMessage] = []
    for provider_id, _name, row in configured():
        try:
            read_rules(row)
        except RulesError as error:
            found.append(Error(f"FAELLED_OIDC, provider {provider_id}: {error}", id="connect.E001"))
    forced = settings.EMPLOYEE_LOG_IN
    doors = {id for id, _name, row in configured() if row.get("kind") == "employee"}
    if forced and forced not in doors:
        found.append(
            Error(f"FAELLED_EMPLOYEE_LOG_IN: no employees' provider {forced}.", id="connect.E003")
        )
    for system, entries in settings.CONNECT_HOSTS.items():
        for entry in entries:
            try:
                parse_entry(entry)
            except EntryError as error:
                found.append(Error(f"FAELLED_CONNECT, {system}: {error}", id="connect.E002"))
    return found
