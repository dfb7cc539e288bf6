"""A file is what it says, does nothing by itself, and is refused in plain words otherwise."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from faelled.base.files import pdf
from faelled.base.files.fake import EICAR, FakeScanner
from faelled.base.files.names import clean_name, extensions
from faelled.base.files.problems import UploadRefusedError
from faelled.base.files.scanning import NoScanner, Scanner, Scanners
from faelled.base.files.tests import samples
from faelled.base.files.upload import accepted, check_upload

GOOD = {
    "Brev.pdf": samples.pdf(),
    "Brev.PDF": samples.pdf(),
    "Udtalelse fra læge v1.2.docx": samples.word(),
    "Udtalelse.odt": samples.odt(),
    "Noter.txt": "Møde den 4. maj – æøå".encode(),
    "Gammel.txt": "Møde æøå".encode("cp1252"),
    "Tal.csv": b"a;b\r\n1;2\r\n",
    "Foto.jpg": samples.JPEG,
    "Foto.JPEG": samples.JPEG,
    "Skitse.png": samples.PNG,
    "Fax.tif": samples.TIFF,
    "Tegning.gif": samples.GIF,
    "Telefon.heic": samples.HEIC,
}
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("Brev.pdf", lambda: b"", "tom"),
    "no extension": ("Brev", samples.pdf, "Den slags fil"),
    "program": ("Regning.exe", lambda: samples.EXE, "Den slags fil"),
    "program behind": ("Regning.pdf.exe", lambda: samples.EXE, "Den slags fil"),
    "program before": ("Regning.exe.pdf", samples.pdf, "Den slags fil"),
    "page": ("Brev.html", lambda: samples.HTML, "Den slags fil"),
    "picture with script": ("Logo.svg", lambda: b"<svg/>", "Den slags fil"),
    "macro name": ("Skema.docm", samples.macro_word, "Den slags fil"),
    "program as pdf": ("Brev.pdf", lambda: samples.EXE, "passer ikke"),
    "program as picture": ("Foto.jpg", lambda: samples.EXE, "passer ikke"),
    "png as jpg": ("Foto.jpg", lambda: samples.PNG, "passer ikke"),
    "page as text": ("Noter.txt", lambda: samples.HTML, "passer ikke"),
    "program as text": ("Noter.txt", lambda: samples.EXE, "passer ikke"),
    "unreadable text": ("Noter.txt", lambda: b"\x81\xfe", "passer ikke"),
    "pdf as text": ("Noter.txt", samples.pdf, "passer ikke"),
    "zip as word": ("Brev.docx", lambda: samples.archive({"a.txt": b"a"}), "passer ikke"),
    "damaged word": ("Brev.docx", lambda: samples.word()[:60], "passer ikke"),
    "word as sheet": ("Tal.xlsx", samples.word, "passer ikke"),
    "word as odt": ("Brev.odt", samples.word, "passer ikke"),
    "odt as word": ("Brev.docx", samples.odt, "passer ikke"),
    "macro": ("Brev.docx", lambda: samples.word(vbaProject=b"x"), "makroer"),
    "macro type": ("Brev.docx", samples.macro_word, "makroer"),
    "macro type in utf-16": ("Brev.docx", samples.macro_word_in_another_encoding, "makroer"),
    "macros under another name": (
        "Brev.docx",
        lambda: samples.word_with("word/x.bin", b'<T ContentType="vnd.ms-office.vbaProject"/>'),
        "makroer",
    ),
    "macro document inside": (
        "Brev.docx",
        lambda: samples.word_with("word/embeddings/Skema.XLSM"),
        "makroer",
    ),
    "shortcut inside": ("Brev.docx", lambda: samples.word_with("word/embeddings/a.lnk"), "makroer"),
    "program in odt": (
        "Brev.odt",
        lambda: samples.odt(**{"Object 1/x.hta": b"x"}),
        "makroer",
    ),
    "two lists of types": ("Brev.docx", samples.word_of_two_minds, "passer ikke"),
    "types with a doctype": (
        "Brev.docx",
        lambda: samples.word_with("a", b"<!DOCTYPE T [<!ENTITY e 'x'>]><T>&e;</T>"),
        "passer ikke",
    ),
    "odt macro": ("Brev.odt", lambda: samples.odt(Basic_Standard=b"x"), "makroer"),
    "bomb": ("Brev.docx", samples.bomb, "pakkes ud"),
    "climbing": ("Brev.docx", samples.climbing, "passer ikke"),
    "pdf script": ("Brev.pdf", samples.pdf_with_script, "programkode"),
    "pdf launch": ("Brev.pdf", samples.pdf_that_starts_something, "programkode"),
    "pdf launch in two": (
        "Brev.pdf",
        samples.pdf_whose_action_is_named_elsewhere,
        "programkode",
    ),
    "pdf bomb": ("Brev.pdf", lambda: samples.pdf_that_unpacks(1, 9_000_000), "for mange dele"),
    "pdf hides": ("Brev.pdf", samples.pdf_with_a_file_inside, "andre filer"),
    "pdf locked": ("Brev.pdf", samples.pdf_with_a_password, "adgangskode"),
    "pdf damaged": ("Brev.pdf", samples.broken_pdf, "beskadiget"),
    "pdf cut": ("Brev.pdf", lambda: samples.pdf()[:120], "beskadiget"),
}

# With parts that are packed, as real ones are.
GOOD_ONE_OF: dict[str, Callable[[], bytes]] = {
    "ocx": lambda: samples.word_with("word/x.xml", b"<Types>%s</Types>" % (b"<a/>" * 60 + b"<b/>")),
    "odt": samples.odt,
    "pdf": lambda: samples.pdf_that_unpacks(2, 50),
}


@pytest.mark.parametrize("name", ["Brev.docx", "Brev.odt", "Brev.pdf"])
def test_a_file_that_broke_on_its_way_is_refused_and_never_a_fault(name: str) -> None:
    """Each byte in turn is another one: the file is taken, or refused in words."""
    whole = GOOD_ONE_OF[name[-3:]]()
    for at in range(0, len(whole), max(1, len(whole) // 300)):
        broken = whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :]
        try:
            check(name, broken)
        except UploadRefusedError as refused:
            assert refused.reasons


def test_a_pdf_of_many_small_packs_is_counted_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = samples.pdf_that_unpacks(4, 1_000)
    assert check("Brev.pdf", data)
    monkeypatch.setattr(pdf, "MAX_UNPACKED_BYTES", 3_000)
    assert "for mange dele" in reasons("Brev.pdf", data)


def test_a_pdf_that_takes_too_long_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.0)
    assert "for mange dele" in reasons("Brev.pdf", samples.pdf())


def check(name: str, data: bytes, scanner: Scanner | None = None) -> str:
    upload = SimpleUploadedFile(name, data)
    return check_upload(upload, clean_name(name), scanner or NoScanner()).media_type


def reasons(name: str, data: bytes, scanner: Scanner | None = None) -> str:
    with pytest.raises(UploadRefusedError) as caught:
        check(name, data, scanner)
    return " ".join(caught.value.reasons)


@pytest.mark.parametrize("name", GOOD)
def test_the_files_people_send_are_taken(name: str) -> None:
    assert "/" in check(name, GOOD[name])


@pytest.mark.parametrize("case", BAD)
def test_what_should_not_come_in_is_refused_in_plain_words(case: str) -> None:
    name, make, words = BAD[case]
    assert words in reasons(name, make())


def test_a_file_over_the_limit_is_not_even_opened() -> None:
    with override_settings(UPLOAD_LIMIT_BYTES=1000):
        assert "1000" in reasons("Brev.pdf", b"x" * 1001)


def test_all_reasons_are_given_at_once() -> None:
    said = reasons("Brev.pdf", samples.pdf_with_script() + EICAR, FakeScanner())
    assert "programkode" in said
    assert "virus" in said


def test_a_virus_is_refused_and_a_scanner_that_is_down_lets_nothing_in() -> None:
    scanner = FakeScanner()
    assert check("Noter.txt", b"hej", scanner) == "text/plain"
    assert "virus" in reasons("Noter.txt", EICAR, scanner)
    scanner.down = True
    assert "lige nu" in reasons("Noter.txt", b"hej", scanner)


def test_no_scanner_named_is_an_error_and_a_name_twice_is_refused() -> None:
    scanners = Scanners()
    scanners.register("none", NoScanner())
    with pytest.raises(ValueError, match="none"):
        scanners.register("none", NoScanner())
    with override_settings(FILES_SCANNER=""), pytest.raises(ImproperlyConfigured):
        scanners.chosen()
    with override_settings(FILES_SCANNER="none"):
        assert isinstance(scanners.chosen(), NoScanner)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Dorthe\\Brev.pdf", "Brev.pdf"),
        ("/etc/cron.d/brev.pdf", "brev.pdf"),
        ("Brev\u202efdp.exe", "Brevfdp.exe"),
        ("a\x00b\r\nX-Header: 1.pdf", "abX-Header 1.pdf"),
        ("  .htaccess", "htaccess"),
        ("...", "fil"),
        ("", "fil"),
        ("..", "fil"),
        ("Lægeerklæring – æøå.pdf", "Lægeerklæring – æøå.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 300, "x" * 150),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_every_extension_counts() -> None:
    assert extensions("Regning.EXE .pdf") == ["exe", "pdf"]
    assert extensions("Regning") == []


def test_the_file_field_says_what_it_takes() -> None:
    assert ".pdf,.docx" in accepted()
