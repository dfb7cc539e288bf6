"""What the templates of approvals say without a template for each."""

from django import template

from faelled.apps.decisions.card_html import approval_card
from faelled.apps.decisions.list_html import waiting_items

register = template.Library()
register.simple_tag(approval_card)
register.simple_tag(waiting_items, takes_context=True)
