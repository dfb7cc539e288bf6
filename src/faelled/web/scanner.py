"""ClamAV as the scanner of uploads: ``files`` has the hook, ``connect`` knows the way to clamd."""

import logging
from dataclasses import dataclass

from django.conf import settings

from faelled.base.connect.clamav.client import Clamd, ClamdError
from faelled.base.files.problems import Source
from faelled.base.files.scanning import SCANNERS, ScannerDownError, Verdict

logger = logging.getLogger("faelled.security")


@dataclass(frozen=True, slots=True)
class ClamavScanner:
    """What ``FAELLED_SCANNER=clamav`` asks. A file with something in it is told to the log."""

    def scan(self, source: Source) -> Verdict:
        try:
            found = Clamd(settings.CLAMAV).find(source)
        except ClamdError as error:
            logger.error("The virus scanner gave no answer")
            raise ScannerDownError from error
        if found:
            logger.warning("An upload with a virus was refused")
        return Verdict(clean=not found, found=found)


def register() -> None:
    """Called once, when the site starts."""
    SCANNERS.register("clamav", ClamavScanner())
