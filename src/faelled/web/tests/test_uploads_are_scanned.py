"""With ClamAV chosen, no file comes in past it, and none when it is away."""

from django.core.files.uploadedfile import SimpleUploadedFile
from pytest import LogCaptureFixture, raises

from faelled.base.connect.clamav.fake import VIRUS, clamd
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.scanning import SCANNERS
from faelled.base.files.upload import check_upload
from faelled.web.scanner import ClamavScanner


def letter(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("Emils papirer.txt", data)


def test_clamav_is_one_of_the_scanners(settings: object) -> None:
    settings.FILES_SCANNER = "clamav"  # type: ignore[attr-defined]
    assert isinstance(SCANNERS.chosen(), ClamavScanner)


def test_a_clean_file_comes_in_and_the_other_does_not(
    settings: object, caplog: LogCaptureFixture
) -> None:
    with clamd() as address:
        settings.CLAMAV = address  # type: ignore[attr-defined]
        check_upload(letter(b"Tak for brevet"), "a.txt", ClamavScanner())
        with raises(UploadRefusedError, match="indeholder virus"):
            check_upload(letter(b"Tak " + VIRUS), "a.txt", ClamavScanner())
    assert "An upload with a virus was refused" in caplog.text
    assert "Emil" not in caplog.text


def test_nothing_comes_in_while_the_scanner_is_away(settings: object) -> None:
    settings.CLAMAV = "tcp://127.0.0.1:9"  # type: ignore[attr-defined]
    with raises(UploadRefusedError, match="kan ikke kontrolleres for virus"):
        check_upload(letter(b"Tak for brevet"), "a.txt", ClamavScanner())
