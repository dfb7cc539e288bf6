"""Every write to a meeting, one function each, with a required actor."""

from faelled.apps.meetings.actions.agenda import (
    NewItem,
    add_item,
    change_item,
    move_item,
    remove_item,
)
from faelled.apps.meetings.actions.people import add_attendee, remove_attendee
from faelled.apps.meetings.actions.planning import NewMeeting, change_meeting, plan_meeting
from faelled.apps.meetings.actions.running import decide_item, start_now, take_step

__all__ = [
    "NewItem",
    "NewMeeting",
    "add_attendee",
    "add_item",
    "change_item",
    "change_meeting",
    "decide_item",
    "move_item",
    "plan_meeting",
    "remove_attendee",
    "remove_item",
    "start_now",
    "take_step",
]
