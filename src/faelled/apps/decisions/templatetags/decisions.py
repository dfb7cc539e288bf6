"""What the templates of approvals say without a template for each."""

from django import template

from faelled.apps.decisions.answer_html import answer_link
from faelled.apps.decisions.card_html import approval_card

register = template.Library()
register.simple_tag(approval_card)
register.simple_tag(answer_link)
