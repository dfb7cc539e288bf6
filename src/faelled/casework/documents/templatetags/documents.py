"""What the templates of papers say without a template for each."""

from django import template

from faelled.casework.documents.row_html import paper_lines

register = template.Library()
register.filter(paper_lines)
