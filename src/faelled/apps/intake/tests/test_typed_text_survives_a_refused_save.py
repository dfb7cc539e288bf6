"""Whatever a person types that cannot be taken, it stands in its box beside what to write."""

from html import unescape

import pytest
from django.test import Client

from faelled.apps.intake.models import Draft
from faelled.apps.intake.tests.conftest import Publish
from faelled.apps.intake.tests.form_graph import CARE
from faelled.apps.intake.tests.journey import Journey, form_of, main_of
from faelled.casework.cases.actions import use_process
from tests.cast import NOW, Cast

# What is typed, for each type that people type text in, and the words of the answer.
REFUSED = {
    "text": ("a" * 501, "plads til 500"),
    "longtext": ("Emil sover\ndårligt. " * 2_000, "plads til 20000"),
    "integer": ("tyve < tredive", "kun et helt tal"),
    "decimal": ('37 "timer"', "kun et tal"),
    "amount": ("32.500 kr. om måneden", "kun et beløb"),
    "date": ("engang i maj", "Skriv en dato"),
    "datetime": ("31/2-26 kl. 9", "findes ikke"),
    "cpr": ("010203-40", "10 cifre"),
    "duration": ("til sommer & lidt til", "Skriv en varighed"),
}
HEAD = CARE.partition("[[events]]")[0]
APPLY = (
    '[[events]]\nid = "apply"\nlabel = "Søg"\nroles = ["citizen"]\neffects = [{ kind = "note" }]\n'
)


def asking(kind: str, where: str = "events.fields") -> str:
    return f'[[{where}]]\nid = "x"\nlabel = "Svaret"\ntype = "{kind}"\n'


def begin(source: str, cast: Cast, publish_graph: Publish) -> tuple[Journey, Draft]:
    """Dorthe at the form of a service that asks one thing."""
    process, by = publish_graph(source.encode()).process, cast.actor(cast.frida)
    use_process(process, cast.disability, by=by, now=NOW, open_to_citizens=True)
    client = Client()
    client.force_login(cast.dorthe.user)
    whom = {"whom": str(cast.dorthe.person.uuid)}
    assert client.post("/selvbetjening/pasning/soeg/", whom).status_code == 302
    return Journey(client, cast, cast.dorthe), Draft.objects.get()


def stands_in(page: str, typed: str) -> bool:
    return unescape(page).count(typed.strip()) == 1


@pytest.mark.parametrize("kind", REFUSED)
def test_it_stands_there_still_and_also_tomorrow(
    kind: str, cast: Cast, publish_graph: Publish
) -> None:
    typed, words = REFUSED[kind]
    dorthe, draft = begin(HEAD + APPLY + asking(kind), cast, publish_graph)
    page = main_of(dorthe.post(form_of(draft), {"shown": "x", "x": typed}, status=422))
    assert words in page and stands_in(page, typed)
    assert 'href="#felt-x"' in page and 'aria-invalid="true"' in page
    assert stands_in(main_of(dorthe.page(form_of(draft))), typed)


@pytest.mark.parametrize("kind", REFUSED)
def test_in_a_row_too(kind: str, cast: Cast, publish_graph: Publish) -> None:
    typed, words = REFUSED[kind]
    group = '[[events.fields]]\nid = "rows"\nlabel = "Rækker"\ntype = "group"\neach = "Række"\n'
    source = HEAD + APPLY + group + asking(kind, "events.fields.fields")
    dorthe, draft = begin(source, cast, publish_graph)
    post = {"shown": ["rows", "rows.0.x"], "rows": "0", "rows.0.x": typed}
    page = main_of(dorthe.post(form_of(draft), post, status=422))
    assert words in page and stands_in(page, typed)
    assert 'href="#felt-rows-0-x"' in page and "Række 1, Svaret:" in page
