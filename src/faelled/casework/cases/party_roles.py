"""What a party can be to a case, in the words that the page uses."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPRESENTATIVE = "representative"
PARTY_ROLES: Mapping[str, str | Promise] = {
    "applicant": _("Ansøger"),
    "party": _("Part"),
    REPRESENTATIVE: _("Partsrepræsentant"),
    "child": _("Barn"),
    "custody_holder": _("Forældremyndighedsindehaver"),
}
# What a caseworker can add; an applicant comes with the application.
ADDED = ("party", REPRESENTATIVE, "child", "custody_holder")


def role_words(role: str) -> str:
    """``role_words("child")`` is "Barn"; a graph's own word is shown as it is."""
    return str(PARTY_ROLES.get(role, role))
