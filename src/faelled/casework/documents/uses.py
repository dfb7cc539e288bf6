"""Uses of a paper that no key shows: rooms above say whether theirs is one."""

from collections.abc import Callable

from faelled.casework.cases.models import Case
from faelled.casework.documents.models import Document

Use = Callable[[Case, Document], bool]


class UseRegistry:
    """Questions by name; a name used twice is refused."""

    def __init__(self) -> None:
        self._uses: dict[str, Use] = {}

    def register(self, name: str, use: Use) -> None:
        if name in self._uses:
            raise ValueError(f"Use {name!r} is registered twice.")
        self._uses[name] = use

    def any(self, case: Case, document: Document) -> bool:
        """Whether one of the rooms has used the paper of the case."""
        return any(use(case, document) for use in self._uses.values())


USES = UseRegistry()
