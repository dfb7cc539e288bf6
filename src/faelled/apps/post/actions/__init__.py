"""Every write to received post, one function each, with a required actor."""

from faelled.apps.post.actions.placing import open_with, place, see
from faelled.apps.post.actions.sorting import hand_over, remove_old, set_aside
from faelled.apps.post.actions.taking import take_in

__all__ = ["hand_over", "open_with", "place", "remove_old", "see", "set_aside", "take_in"]
