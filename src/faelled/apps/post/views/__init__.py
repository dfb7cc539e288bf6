"""The screens of received post."""

from faelled.apps.post.views.changing import change, seen
from faelled.apps.post.views.reading import attached, message, post_list

__all__ = ["attached", "change", "message", "post_list", "seen"]
