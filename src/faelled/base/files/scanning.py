"""The hook for a virus scanner: the site names one, and then no file comes in past it."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from faelled.base.files.problems import Source


@dataclass(frozen=True, slots=True)
class Verdict:
    """``Verdict(clean=False, found="Eicar-Test")``."""

    clean: bool
    found: str = ""


class ScannerDownError(Exception):
    """The scanner gave no answer; the file is not taken (fails closed)."""


class Scanner(Protocol):
    def scan(self, source: Source) -> Verdict: ...


class NoScanner:
    """The site has chosen to have none."""

    def scan(self, source: Source) -> Verdict:
        return Verdict(clean=True)


class Scanners:
    """Scanners by name; a name twice is refused."""

    def __init__(self) -> None:
        self._scanners: dict[str, Scanner] = {}

    def register(self, name: str, scanner: Scanner) -> None:
        if name in self._scanners:
            raise ValueError(f"A scanner named {name!r} is already registered.")
        self._scanners[name] = scanner

    def chosen(self) -> Scanner:
        """The one named by ``settings.FILES_SCANNER``; an unknown or empty name is an error."""
        scanner = self._scanners.get(settings.FILES_SCANNER)
        if scanner is None:
            names = ", ".join(sorted(self._scanners))
            raise ImproperlyConfigured(f"FAELLED_SCANNER must be one of: {names}.")
        return scanner


SCANNERS = Scanners()
SCANNERS.register("none", NoScanner())
