"""Every write to a document, one function each, with a required actor."""

from faelled.casework.documents.actions.delivery import deliver, deliver_waiting
from faelled.casework.documents.actions.kept import keep_paper, keep_version
from faelled.casework.documents.actions.misplaced import take_out
from faelled.casework.documents.actions.papers import (
    add_version,
    finalise,
    lock,
    receive_files,
    receive_post,
    remove_draft,
    unlock,
    upload,
)
from faelled.casework.documents.actions.sending import (
    draft_letter,
    send_document,
    send_letter,
)

__all__ = [
    "add_version",
    "deliver",
    "deliver_waiting",
    "draft_letter",
    "finalise",
    "keep_paper",
    "keep_version",
    "lock",
    "receive_files",
    "receive_post",
    "remove_draft",
    "send_document",
    "send_letter",
    "take_out",
    "unlock",
    "upload",
]
