"""The states a case, a task or a document can be in, as one table: word, colour and icon."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Badge:
    """``tone`` is the colour (neutral, info, success, warning, error); the text says it too."""

    text: str | Promise
    tone: str
    icon: str = ""


BADGES: dict[str, Badge] = {
    "new": Badge(_("Ny"), "info", "flag"),
    "active": Badge(_("I gang"), "info", "sync"),
    "waiting": Badge(_("Venter"), "warning", "hourglass"),
    "suspended": Badge(_("Sat i bero"), "neutral", "time"),
    "overdue": Badge(_("Over fristen"), "error", "error"),
    "urgent": Badge(_("Haster"), "error", "warning"),
    "done": Badge(_("Afsluttet"), "success", "check"),
    "approved": Badge(_("Godkendt"), "success", "check"),
    "returned": Badge(_("Sendt tilbage"), "warning", "reply"),
    "granted": Badge(_("Bevilget"), "success", "check"),
    "refused": Badge(_("Afslag"), "neutral", "close"),
    "draft": Badge(_("Udkast"), "neutral", "edit"),
    "final": Badge(_("Endelig"), "neutral", "lock"),
    "sent": Badge(_("Sendt"), "success", "send"),
    "received": Badge(_("Modtaget"), "info", "email"),
    "protected": Badge(_("Beskyttet"), "error", "lock"),
    "neutral": Badge("", "neutral"),
    "info": Badge("", "info"),
    "success": Badge("", "success", "check"),
    "warning": Badge("", "warning", "warning"),
    "error": Badge("", "error", "error"),
}


def badge_for(kind: str, text: str = "") -> Badge:
    """``badge_for("waiting", "Venter på Dorthe")``; an unknown kind is a neutral badge.

    A badge without words would be a colour alone, so then the kind itself is the word.
    """
    known = BADGES.get(kind, BADGES["neutral"])
    return replace(known, text=text or known.text or kind)
