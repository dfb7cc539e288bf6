"""Finding stored files; what else a file belongs to is known by the rooms above."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from faelled.base.access.actor import Actor
from faelled.base.files.models import StoredFile


def own_uploads(actor: Actor, uuids: Iterable[str]) -> Mapping[str, StoredFile]:
    """Of these ids the files that ``actor`` sent in, by id: nobody can name another's file.

    Ids that are no ids are passed over: they come from a form.
    """
    wanted = {text for text in uuids if _is_uuid(text)}
    if not wanted:
        return {}
    rows = StoredFile.objects.filter(
        uuid__in=wanted, authority_id=actor.authority_id, uploaded_by_id=actor.id
    )
    return {str(row.uuid): row for row in rows}


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
