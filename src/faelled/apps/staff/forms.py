"""The forms of these pages are small forms: read the same way, refused the same way."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from faelled.base.access.requests import ActorRequest
from faelled.casework.cases.errors import CaseError
from faelled.casework.cases.small_forms import SmallForm, errors_of, read


def typed(form: SmallForm, post: QueryDict, *, now: datetime) -> dict[str, Any]:
    """The values by field, "" where nothing was typed; DataRefused names each wrong field."""
    return read(form, post, now=now)


def refused(
    request: ActorRequest, form: SmallForm, refusal: Exception, context: dict[str, object]
) -> HttpResponse:
    """The form once more with what was typed, and what is in the way in the user's words."""
    errors = errors_of(refusal) if isinstance(refusal, CaseError) else {"": str(refusal)}
    context = context | {"form": form.filled(request.POST, errors), "errors": errors}
    return render(request, "staff/form.html", context, status=422)
