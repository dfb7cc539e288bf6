"""Which log-in to end."""

from django import forms


class EndForm(forms.Form):
    """``number`` empty: all but this one."""

    number = forms.UUIDField(required=False)
