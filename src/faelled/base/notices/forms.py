"""How one wants to be told, and what a browser sends when it is switched on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from faelled.base.connect.notify.sealing import Subscription
from faelled.base.notices.models import Rhythm
from faelled.lib.dcr import Field, FieldType, Option

HOURS = (
    ("working", _("Kun på hverdage mellem klokken 7 og 17")),
    ("always", _("Hele døgnet, alle dage")),
)
MISSING = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}


class WishForm(forms.Form):
    mail = forms.ChoiceField(choices=Rhythm.choices, error_messages=MISSING)
    hours = forms.ChoiceField(choices=HOURS, error_messages=MISSING)

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.cleaned_data["mail"])

    @property
    def working_hours(self) -> bool:
        return bool(self.cleaned_data["hours"] == "working")


class DeviceForm(forms.Form):
    endpoint = forms.CharField(max_length=500)
    public = forms.CharField(max_length=100)
    secret = forms.CharField(max_length=40)

    @property
    def subscription(self) -> Subscription:
        data = self.cleaned_data
        return Subscription(data["endpoint"], data["public"], data["secret"])


def mail_field() -> Field:
    options = tuple(Option(value, str(label)) for value, label in Rhythm.choices)
    return Field("mail", str(_("Vil du have en mail?")), FieldType.CHOICE, True, options=options)


def hours_field() -> Field:
    options = tuple(Option(value, str(label)) for value, label in HOURS)
    return Field(
        "hours", str(_("Hvornår må du få besked?")), FieldType.CHOICE, True, options=options
    )
