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


def pdf_whose_action_is_named_elsewhere() -> bytes:
    """It starts a program; what kind of action it is stands in an object of its own."""
    writer = blank()
    kind = writer._add_object(NameObject("/Launch"))
    action = DictionaryObject(
        {NameObject("/S"): kind, NameObject("/F"): TextStringObject("cmd.exe")}
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return written(writer)


def pdf_that_unpacks(streams: int, each: int) -> bytes:
    """Objects packed each with ``each`` blanks: small on the disk, large in the memory."""
    out, places = bytearray(b"%PDF-1.7\n"), {0: (0, 0)}

    def put(number: int, body: bytes) -> None:
        places[number] = (1, len(out))
        out.extend(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    packed = range(1000, 1000 + streams)
    put(1, b"<</Type/Catalog/Pages 2 0 R/X[%s]>>" % b" ".join(b"%d 0 R" % n for n in packed))
    put(2, b"<</Type/Pages/Kids[]/Count 0>>")
    for number in packed:
        head = b"%d 0 " % number
        data = zlib.compress(head + b"<</A 1>>" + b" " * each)
        said = b"/N 1/First %d/Filter/FlateDecode/Length %d" % (len(head), len(data))
        put(number - 900, b"<</Type/ObjStm%s>>stream\n%s\nendstream" % (said, data))
        places[number] = (2, number - 900)
    start, places[3] = len(out), (1, len(out))
    index = b" ".join(b"%d 1" % number for number in places)
    rows = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0\0" for kind, at in places.values())
    said = b"/Size 2000/W[1 4 2]/Index[%s]/Root 1 0 R/Length %d" % (index, len(rows))
    put(3, b"<</Type/XRef%s>>stream\n%s\nendstream" % (said, rows))
    return bytes(out) + b"startxref\n%d\n%%%%EOF" % start


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


def macro_word_in_another_encoding() -> bytes:
    types = '<?xml version="1.0" encoding="UTF-16"?><Types><Override ContentType="X.macroEnabled"/>'
    said = f"{types}</Types>".encode("utf-16")
    return archive({"[Content_Types].xml": said, "word/document.xml": b"<document/>"})


def word_of_two_minds() -> bytes:
    """Says twice which kind its parts are: each reader takes the one it meets."""
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "[content_types].xml": b"<Types/>",
            "word/document.xml": b"<document/>",
        }
    )


def word_with(part: str, said: bytes = b"<Types/>") -> bytes:
    return archive(
        {"[Content_Types].xml": said, "word/document.xml": b"<document/>", part: b"PK\x03\x04"}
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
