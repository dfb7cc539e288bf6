"""A PDF is taken when it only shows: no scripts, no programs, no locks, nothing hidden inside."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from faelled.base.files.problems import Source, not_what_it_says

# Actions that run, send or fetch something (ISO 32000-2, 12.6.4).
ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA"}
HIDDEN_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
MAX_OBJECTS = 400_000


def check_pdf(source: Source) -> Iterator[str]:
    """Each reason to refuse; every object that can be reached is looked at once."""
    source.seek(0)
    if b"%PDF-" not in source.read(1024):
        yield not_what_it_says()
        return
    source.seek(0)
    try:
        reader = PdfReader(source)
        if reader.is_encrypted:
            yield _("PDF-filen er beskyttet med adgangskode. Gem den uden adgangskode.")
            return
        found = _active_parts(reader.trailer)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError):
        # pypdf meets broken files with many kinds of error; to us they all mean the same.
        yield _("PDF-filen er beskadiget og kan ikke læses. Gem den igen.")
        return
    except RecursionError:
        yield _("PDF-filen er beskadiget og kan ikke læses. Gem den igen.")
        return
    yield from sorted(found)


def _active_parts(trailer: DictionaryObject) -> set[str]:
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[PdfObject | None] = [trailer]
    looked = 0
    while waiting:
        thing = waiting.pop()
        looked += 1
        if looked > MAX_OBJECTS:
            found.add(_("PDF-filen har for mange dele til at kunne kontrolleres."))
            break
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) not in seen:
                seen.add((thing.idnum, thing.generation))
                waiting.append(thing.get_object())
        elif isinstance(thing, DictionaryObject):
            found |= _problems_of(thing)
            waiting += [value for _key, value in thing.items() if not _plain(value)]
        elif isinstance(thing, ArrayObject):
            waiting += [value for value in thing if not _plain(value)]
    return found


def _plain(thing: object) -> bool:
    return not isinstance(thing, IndirectObject | DictionaryObject | ArrayObject)


def _problems_of(part: DictionaryObject) -> set[str]:
    keys = set(part.keys())
    if part.raw_get("/S") in ACTIVE if "/S" in keys else False:
        return {_("PDF-filen indeholder programkode eller kan starte noget. Gem den uden.")}
    if keys & ACTIVE_KEYS:
        return {_("PDF-filen indeholder programkode eller kan starte noget. Gem den uden.")}
    if keys & HIDDEN_KEYS:
        return {_("PDF-filen har andre filer gemt i sig. Send dem hver for sig.")}
    return set()
