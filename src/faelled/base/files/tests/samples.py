"""Small files of each kind, good and bad, made here."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 20
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
GIF = b"GIF89a" + b"\x00" * 20
TIFF = b"II*\x00" + b"\x00" * 20
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 20
EXE = b"MZ\x90\x00" + b"\x00" * 100
HTML = b"<!doctype html><script>alert(1)</script>"


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def blank() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def pdf() -> bytes:
    return written(blank())


def pdf_with_script() -> bytes:
    writer = blank()
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hej')"),
        }
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return written(writer)


def pdf_that_starts_something() -> bytes:
    """A link on the page whose action starts a program."""
    writer = blank()
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    )
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): action,
        }
    )
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return written(writer)


def pdf_with_a_file_inside() -> bytes:
    writer = blank()
    writer.add_attachment("skjult.exe", EXE)
    return written(writer)


def pdf_with_a_password() -> bytes:
    writer = blank()
    writer.encrypt("hemmelig", algorithm="AES-256")
    return written(writer)


def archive(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


def word(**extra: bytes) -> bytes:
    """A docx; ``word(vbaProject=b"…")`` puts ``word/vbaProject.bin`` in it."""
    parts = {f"word/{name}.bin": data for name, data in extra.items()}
    return archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **parts}
    )


def macro_word() -> bytes:
    types = (
        b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'
    )
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<document/>"})


def bomb() -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"\0" * (40 * 1024 * 1024),
        }
    )


def climbing() -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<document/>",
            "../../etc/cron.d/x": b"x",
        }
    )


def odt(**extra: bytes) -> bytes:
    parts = {name.replace("_", "/"): data for name, data in extra.items()}
    mimetype = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mimetype, "content.xml": b"<content/>", **parts})


def broken_pdf() -> bytes:
    return b"%PDF-1.7\n" + zlib.compress(b"x" * 100) + b"\n%%EOF"
