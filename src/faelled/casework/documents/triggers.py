"""The database's own part: a version, once stored, is never changed; a closed one never removed."""

from faelled.base.audit.guarding import Guard

GUARD = Guard(
    "documents_documentversion",
    "a version is never changed, and one of a closed document never removed",
    kept_when="(SELECT status FROM documents_document WHERE id = OLD.document_id) <> 'draft'",
)
