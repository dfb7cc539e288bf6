"""A text that cannot be written anywhere by accident: a protected address."""

from datetime import date
from typing import NoReturn, final

from django.utils.translation import gettext as _

from faelled.base.access.actor import Actor, Capability


class RevealRefused(PermissionError):
    """The actor may not see the value. The message never holds it."""


@final
class ProtectedText:
    """Holds a text that ``str``, ``repr``, ``format``, templates, logs and JSON never show.

    ``str(ProtectedText("Søvej 1"))`` is ``"beskyttet adresse"``; ``reveal(actor)`` gives the text
    to who may see protected addresses (CPR-loven § 28) and refuses everybody else. It has no
    length, order or truth value of its own, does not pickle, and has no attribute with the value.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def __str__(self) -> str:
        return _("beskyttet adresse")

    def __repr__(self) -> str:
        return "<ProtectedText>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A protected text is never stored or sent as it stands.")

    def __copy__(self) -> "ProtectedText":
        return self

    def __deepcopy__(self, memo: object) -> "ProtectedText":
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProtectedText) and self.__value == other.__value

    def __hash__(self) -> int:
        return hash((ProtectedText, self.__value))

    def reveal(self, actor: Actor) -> str:
        """The text, for an actor with SEE_PROTECTED_ADDRESS; RevealRefused for others."""
        if not actor.can(Capability.SEE_PROTECTED_ADDRESS):
            raise RevealRefused(_("Adressen er beskyttet."))
        return self.__value

    def open_unless_protected(self, protected_until: date | None, today: date) -> str:
        """The text when the protection is absent or has lapsed; RevealRefused while it runs.

        The last day of protection is ``protected_until`` itself.
        """
        if protected_until is not None and today <= protected_until:
            raise RevealRefused(_("Adressen er beskyttet."))
        return self.__value

    def for_storage(self, seal: "Seal") -> str:
        """The text, to the database column that holds sealed texts and to nobody else."""
        seal.require()
        return self.__value


@final
class Seal:
    """Proof that the caller is a column: only ``people.sealed`` makes one (a test holds this)."""

    __slots__ = ("_owner",)

    def __init__(self, owner: str) -> None:
        self._owner = owner

    def require(self) -> None:
        if self._owner != "faelled.base.people.sealed":
            raise RevealRefused(_("Adressen er beskyttet."))
