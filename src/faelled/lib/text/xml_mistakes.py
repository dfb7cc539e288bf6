"""What is wrong with a broken XML document, in Danish; libxml2 says it in English."""

import re
from collections.abc import Mapping

from lxml import etree

_CODES = etree.ErrorTypes
_QUOTES = "Værdien skal stå mellem to anførselstegn"
# By libxml2's own numbers. `{0}` and `{1}` are the names that its message holds.
_SAID: Mapping[int, str] = {
    _CODES.ERR_DOCUMENT_EMPTY: "Den begynder ikke med <",
    _CODES.ERR_DOCUMENT_END: "Der står mere efter dens slutning",
    _CODES.ERR_INVALID_CHAR: "Her står et tegn, som XML ikke kan rumme",
    _CODES.ERR_ENTITYREF_SEMICOL_MISSING: "Tegnet & skal skrives &amp;",
    _CODES.ERR_UNDECLARED_ENTITY: "Tegnet & skal skrives &amp;",
    _CODES.ERR_UNSUPPORTED_ENCODING: "Den siger, at den har et tegnsæt, som ikke kendes",
    _CODES.ERR_LT_IN_ATTRIBUTE: "Tegnet < skal skrives &lt; i en værdi",
    _CODES.ERR_ATTRIBUTE_NOT_STARTED: _QUOTES,
    _CODES.ERR_ATTRIBUTE_NOT_FINISHED: _QUOTES,
    _CODES.ERR_ATTRIBUTE_WITHOUT_VALUE: "Egenskaben »{0}« mangler en værdi",
    _CODES.ERR_ATTRIBUTE_REDEFINED: "Egenskaben »{0}« står to gange",
    _CODES.ERR_COMMENT_NOT_FINISHED: "En kommentar er ikke afsluttet",
    _CODES.ERR_MISPLACED_CDATA_END: "Tegnene ]]> kan ikke stå her",
    _CODES.ERR_CDATA_NOT_FINISHED: "En del, der begynder med <![CDATA[, er ikke afsluttet",
    _CODES.ERR_RESERVED_XML_NAME: "Linjen <?xml ... ?> er ikke rigtig",
    _CODES.ERR_SPACE_REQUIRED: "Her mangler et mellemrum",
    _CODES.ERR_NAME_REQUIRED: "Her mangler et navn, eller tegnet & skulle være skrevet &amp;",
    _CODES.ERR_GT_REQUIRED: "Her mangler tegnet >",
    _CODES.ERR_TAG_NAME_MISMATCH: "<{0}> fra linje {1} lukkes af </{2}>",
    _CODES.ERR_TAG_NOT_FINISHED: "Den slutter, før <{0}> fra linje {1} er lukket",
    _CODES.ERR_INVALID_ENCODING: "Her står tegn, som ikke er i filens tegnsæt",
    _CODES.ERR_RESOURCE_LIMIT: "Den er for dyb, eller en af dens tekster er for lang",
    _CODES.NS_ERR_UNDEFINED_NAMESPACE: "Forkortelsen foran kolon er ikke forklaret (xmlns)",
    _CODES.NS_ERR_QNAME: "Et navn kan kun have ét kolon",
}
_NAMES: Mapping[int, re.Pattern[str]] = {
    _CODES.ERR_ATTRIBUTE_WITHOUT_VALUE: re.compile(r"for attribute (\S+?),"),
    _CODES.ERR_ATTRIBUTE_REDEFINED: re.compile(r"Attribute (\S+) redefined"),
    _CODES.ERR_TAG_NAME_MISMATCH: re.compile(r"mismatch: (\S+) line (\d+) and (\S+?),"),
    _CODES.ERR_TAG_NOT_FINISHED: re.compile(r"in tag (\S+) line (\d+)"),
}
_LONGEST_NAME = 80


def in_danish(error: etree.XMLSyntaxError) -> str:
    """What is wrong, as one sentence without a full stop; "" for what has no words here.

    >>> try:
    ...     etree.fromstring(b"<a><b></a>")
    ... except etree.XMLSyntaxError as error:
    ...     in_danish(error)
    '<b> fra linje 1 lukkes af </a>'
    """
    said, pattern = _SAID.get(error.code, ""), _NAMES.get(error.code)
    if pattern is None:
        return said
    found = pattern.search(error.msg or "")
    return said.format(*(name[:_LONGEST_NAME] for name in found.groups())) if found else ""
