"""A file's name is something to show; it never decides where the file lies."""

import unicodedata

MAX_NAME = 150
# Characters that turn the writing direction or hide: "gpj.exe" shown as "exe.jpg".
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
FORBIDDEN = set('<>:"|?*')


def clean_name(given: str) -> str:
    """``clean_name("../../etc/Brev fra\\u202e læge.PDF") == "Brev fra læge.PDF"``; never empty."""
    last = given.replace("\\", "/").split("/")[-1]
    text = unicodedata.normalize("NFC", last)
    kept = "".join(
        char
        for char in text
        if unicodedata.category(char) not in INVISIBLE and char not in FORBIDDEN
    )
    name = " ".join(kept.split()).strip(". ")
    if not name:
        return "fil"
    stem, dot, extension = name.rpartition(".")
    if len(name) > MAX_NAME and dot and len(extension) < 10:
        return f"{stem[: MAX_NAME - len(extension) - 1].rstrip()}.{extension}"
    return name[:MAX_NAME]


def extensions(name: str) -> list[str]:
    """``extensions("Regning.exe.PDF") == ["exe", "pdf"]``."""
    return [part.strip().lower() for part in name.split(".")[1:]]
