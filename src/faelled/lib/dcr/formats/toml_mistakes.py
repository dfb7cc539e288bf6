"""What is wrong with a broken TOML text, in Danish; `tomllib` says it in English."""

# By how the message begins. What it names is left out: the line is told beside it.
_SAID = (
    ("Cannot overwrite a value", "nøglen står to gange"),
    ("Cannot declare", "tabellen står to gange"),
    ("Cannot redefine namespace", "tabellen står to gange"),
    ("Cannot mutate immutable namespace", "tabellen er skrevet færdig et andet sted"),
    ("Duplicate inline table key", "nøglen står to gange i { }"),
    ("Expected ']]'", "der mangler ]] efter navnet"),
    ("Expected ']'", "der mangler ] efter navnet"),
    ("Expected '='", "der mangler = efter nøglen"),
    ("Expected \"'", "teksten mangler et afsluttende anførselstegn"),
    ("Expected newline", "der står mere efter værdien"),
    ("Expected", "der mangler et tegn"),
    ("Unclosed array", "listen mangler et ]"),
    ("Unclosed inline table", "tabellen mangler et }"),
    ("Unterminated string", "teksten mangler et afsluttende anførselstegn"),
    ("Unescaped", "tegnet \\ skal skrives \\\\ i en tekst"),
    ("Invalid hex value", "tegnet efter \\u er ikke fire eller otte cifre"),
    ("Escaped character", "tegnet efter \\u findes ikke"),
    ("Illegal character", "her står et tegn, som ikke kan være i en tekst"),
    ("Found invalid character", "her står et tegn, som ikke kan være i en kommentar eller nøgle"),
    ("Invalid date", "datoen findes ikke"),
    ("Invalid initial character", "nøglen begynder med et tegn, den ikke kan have"),
    ("Invalid statement", "linjen er hverken en nøgle med en værdi eller en [tabel]"),
    ("Invalid value", "værdien mangler eller kan ikke læses; tekster står i anførselstegn"),
)


def in_danish(message: str) -> str:
    """What the message of a `TOMLDecodeError` says, without a full stop; "" for an unknown one.

    >>> in_danish("Unclosed array (at line 3, column 7)")
    'listen mangler et ]'
    """
    return next((said for begins, said in _SAID if message.startswith(begins)), "")
