"""A scanner that knows one virus: the harmless test file every scanner knows (eicar.org)."""

from faelled.base.files.problems import Source
from faelled.base.files.scanning import ScannerDownError, Verdict

# In two parts, so that a real scanner leaves this file alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeScanner:
    def __init__(self) -> None:
        self.down = False

    def scan(self, source: Source) -> Verdict:
        if self.down:
            raise ScannerDownError
        source.seek(0)
        found = EICAR in source.read()
        return Verdict(clean=not found, found="Eicar-Test" if found else "")
