"""What the steps of a meeting's case do here: the step is the same from every page."""

from django.conf import settings
from django.utils.translation import gettext as _

from faelled.apps.meetings.actions.windows import close_window, open_window
from faelled.apps.meetings.material import newest_versions, snapshot
from faelled.apps.meetings.models import Item, Meeting, Part
from faelled.casework.cases.effects import EFFECTS, AttemptContext, EffectHandler, StepContext
from faelled.casework.chats.actions import close_chat


def refuse_empty_agenda(attempt: AttemptContext) -> list[str]:
    if Item.objects.filter(meeting__case=attempt.case).exists():
        return []
    return [_("Der er ikke noget på dagsordenen.")]


def send_agenda(context: StepContext) -> None:
    """Keep what is sent out, and open each item's papers to those who come for it, until the
    material closes by itself.
    """
    meeting = Meeting.objects.select_for_update().get(case=context.case)
    items = list(
        meeting.items.select_related("case", "meeting").prefetch_related(
            "documents", "stakeholders__employee"
        )
    )
    newest = newest_versions(items)
    participants = list(meeting.attendees.filter(part=Part.PARTICIPANT).select_related("employee"))
    meeting.sent_at = context.now
    meeting.save(update_fields=["sent_at"])
    for item in items:
        item.sent = snapshot(item, newest)
        item.save(update_fields=["sent"])
        readers = [*participants, *item.stakeholders.all()]
        open_window(item, meeting, readers, now=context.now)


def refuse_missing_decisions(attempt: AttemptContext) -> list[str]:
    open_items = Item.objects.filter(meeting__case=attempt.case, decided_at__isnull=True)
    titles = ", ".join(open_items.order_by("position").values_list("title", flat=True))
    return [_("Der mangler en beslutning på: %(titles)s.") % {"titles": titles}] if titles else []


def close_meeting(context: StepContext) -> None:
    """The meeting is over or called off: the material closes now, and the chats end."""
    for item in Item.objects.filter(meeting__case=context.case).select_related("case", "meeting"):
        close_window(item, now=context.now)
        close_chat(item.chat, keep=settings.CHAT_KEEP, by=context.by, now=context.now)


def nothing_more(context: StepContext) -> None:
    """The check is all there is to it."""


def register() -> None:
    """Called once, from the app's ``ready()``."""
    EFFECTS.register(EffectHandler("agenda-out", apply=send_agenda, check=refuse_empty_agenda))
    EFFECTS.register(
        EffectHandler("decisions-recorded", apply=nothing_more, check=refuse_missing_decisions)
    )
    EFFECTS.register(EffectHandler("meeting-over", apply=close_meeting))
