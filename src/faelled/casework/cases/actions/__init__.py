"""Every write to a case, one function each, with a required actor."""

from faelled.casework.cases.actions.journal import add_note, write_entry
from faelled.casework.cases.actions.letting_in import let_in, let_out
from faelled.casework.cases.actions.opening import NewParty, open_case
from faelled.casework.cases.actions.owing import owe, settle
from faelled.casework.cases.actions.parties import add_party, end_party
from faelled.casework.cases.actions.passing import let_time_pass, sound_alarm
from faelled.casework.cases.actions.people import assign, take
from faelled.casework.cases.actions.replay import replay_case
from faelled.casework.cases.actions.setup import use_process
from faelled.casework.cases.actions.status import close_case, reopen_case, resume_case, suspend_case
from faelled.casework.cases.actions.step import Step, execute
from faelled.casework.cases.actions.subject import change_subject

__all__ = [
    "NewParty",
    "Step",
    "add_note",
    "add_party",
    "assign",
    "change_subject",
    "close_case",
    "end_party",
    "execute",
    "let_in",
    "let_out",
    "let_time_pass",
    "open_case",
    "owe",
    "reopen_case",
    "replay_case",
    "resume_case",
    "settle",
    "sound_alarm",
    "suspend_case",
    "take",
    "use_process",
    "write_entry",
]
