"""Template tags of the process pages."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from faelled.lib.dcr import Kind

register = template.Library()

TIPS = (*(kind.value for kind in Kind), "taken")
_SHAPES = {Kind.MILESTONE.value: "M0 5 L5 0 L10 5 L5 10 Z"}
_ARROW = "M0 0 L10 5 L0 10 Z"


@register.simple_tag
def map_tips() -> SafeString:
    """The arrow heads of a map, one for each kind of rule; a diamond where a step only waits."""
    return format_html_join(
        "\n",
        '<marker id="map-tip-{}" class="map-tip map-tip--{}" viewBox="0 0 10 10" refX="2" refY="5"'
        ' markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="{}"/></marker>',
        ((tip, tip, _SHAPES.get(tip, _ARROW)) for tip in TIPS),
    )
