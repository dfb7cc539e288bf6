"""Every write to received post, one function each, with a required actor."""

from faelled.apps.post.actions.placing import open_with, place, see
from faelled.apps.post.actions.sorting import forget_words, hand_over, remove_old, set_aside
from faelled.apps.post.actions.taking import take_in
from faelled.apps.post.actions.taking_back import Mistake, move, take_back

__all__ = [
    "Mistake",
    "forget_words",
    "hand_over",
    "move",
    "open_with",
    "place",
    "remove_old",
    "see",
    "set_aside",
    "take_back",
    "take_in",
]
