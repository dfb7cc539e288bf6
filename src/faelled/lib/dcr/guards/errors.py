"""What can be wrong with an expression, said with the place where it went wrong."""

from faelled.lib.dcr.errors import DcrError


class GuardError(DcrError, ValueError):
    """The expression cannot be read or worked out. `position` counts characters from 1."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (tegn {position})")
        self.position = position


class Unset(GuardError):
    """A value the expression needs is not given yet; `name` is as the expression writes it."""

    def __init__(self, name: str, position: int = 1) -> None:
        super().__init__(f"»{name}« er ikke udfyldt", position)
        self.name = name
