"""The page that publishes: choose a file, see what it changes, say why, publish."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faelled.base.access.actor import Actor, Capability
from faelled.base.access.decorators import access
from faelled.base.access.requests import ActorRequest
from faelled.casework.processes.actions import NotPublishable, publish
from faelled.casework.processes.drafts import Draft, draft
from faelled.casework.processes.models import ProcessVersion
from faelled.casework.processes.publish_form import REASON, Sent, nothing_sent, sent_in


@dataclass(frozen=True, slots=True)
class PublishPage:
    """``problems`` stop the file; without a ``draft`` there is nothing to publish yet."""

    sent: Sent
    draft: Draft | None = None
    problems: tuple[str, ...] = ()


@access(who="employee", purpose="case-work", capability=Capability.PUBLISH_PROCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def process_publish(request: ActorRequest) -> HttpResponse:
    """Check a file, and publish it once its changes have been seen and a reason is given."""
    if request.method != "POST":
        page = PublishPage(nothing_sent(request.GET.get("proces", "")))
        return render(request, "processes/publish.html", {"page": page})
    sent = sent_in(request.POST, request.FILES)
    refused: tuple[str, ...] = ()
    if "_udgiv" in request.POST and not sent.fresh and not sent.errors:
        if sent.reason:
            try:
                return _published(request, _publish(sent, request.actor))
            except NotPublishable as error:
                refused = error.messages
        else:
            sent = replace(sent, errors={REASON: _("Skriv, hvorfor processen ændres.")})
    page = _checked(sent, request.actor, refused)
    status = 422 if page.problems or page.sent.errors else 200
    return render(request, "processes/publish.html", {"page": page}, status=status)


def _publish(sent: Sent, by: Actor) -> ProcessVersion:
    return publish(
        sent.source,
        by=by,
        now=timezone.now(),
        key=sent.key,
        tests=sent.tests,
        reason=sent.reason,
        seen=sent.seen,
    )


def _published(request: ActorRequest, version: ProcessVersion) -> HttpResponse:
    told = {"title": version.process.title, "number": version.number}
    messages.success(request, _("Udgivet: %(title)s, version %(number)s.") % told)
    return redirect("processes:version", key=version.process.key, number=version.number)


def _checked(sent: Sent, by: Actor, refused: tuple[str, ...]) -> PublishPage:
    """The page after a check; a file that cannot be read or published shows only why."""
    if not sent.source or set(sent.errors) - {REASON}:
        return PublishPage(sent)
    try:
        made = draft(sent.source, sent.tests, key=sent.key, by=by, now=timezone.now())
    except NotPublishable as error:
        return PublishPage(sent, problems=tuple(dict.fromkeys((*refused, *error.messages))))
    return PublishPage(sent, made, tuple(dict.fromkeys((*refused, *_failed(made, refused)))))


def _failed(made: Draft, refused: tuple[str, ...]) -> tuple[str, ...]:
    """What the model tests say, unless the refusal has said it already."""
    if refused:
        return ()
    return tuple(_("Prøve: %(failure)s") % {"failure": one} for one in made.failures)
