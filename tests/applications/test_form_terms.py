"""Themes and branches that only applications chose: none goes without a word, merging moves them.

The list of themes knows of no applications; it asks every table that points to it.
"""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from core.models import Branch, Theme
from core.terms import merge, records_using
from initiatives.applications.form.definition import INITIATIVE
from initiatives.applications.form.sheets import sheet_of
from initiatives.applications.intake import drafts, form_data
from initiatives.applications.intake.drafts import Tab, answers_of
from tests.applications.answering import answers
from tests.applications.filling_in import begin, send, shown
from tests.factories import UserFactory
from tests.html import parse

pytestmark = pytest.mark.usefixtures("terms")
THEMES = "Bij welke thema's past het?"


def term(model, slug):
    return model.objects.get(slug=slug)


def names(rows):
    return sorted(row.name for row in rows.all())


@pytest.fixture
def draft(client):
    """A draft with two themes and two branches."""
    made = begin(client)
    themes = ["uitstroom-beperken", "innovatie"]
    send(client, made, "initiatief", answers(themas=themes))
    made.refresh_from_db()
    return made


def url(made, view):
    return reverse(made.snippet_viewset.get_url_name(view), args=[made.pk])


def words(answer):
    return " ".join(parse(answer).get_text(" ").split())


def test_a_theme_or_branch_that_only_an_application_chose_is_not_deleted(draft, client):
    theme, branch = term(Theme, "uitstroom-beperken"), term(Branch, "thuiszorg")
    for made in (theme, branch):
        assert [str(use) for use in records_using(made)] == ["1 aanmelding"]
        with pytest.raises(ProtectedError):
            made.delete()
        with pytest.raises(ProtectedError):
            type(made).objects.filter(pk=made.pk).delete()
    client.force_login(UserFactory(is_superuser=True))
    refused = client.post(url(theme, "delete"))
    assert refused.status_code == 409
    assert "Gekozen bij: 1 aanmelding. Er is niets veranderd." in words(refused)
    assert "Ook gekozen bij: 1 aanmelding" in words(client.get(url(theme, "usage")))
    assert "1 aanmelding" in words(
        client.get(url(theme, "merge"), {"into": term(Theme, "innovatie").pk})
    )
    assert names(draft.themes) == ["Innovatie", "Uitstroom beperken"]
    term(Theme, "minder-regeldruk").delete()


def test_merging_moves_the_choice_of_an_application_and_its_answers_go_on_working(draft, client):
    merge(term(Branch, "thuiszorg"), term(Branch, "ziekenhuizen"))
    merge(term(Theme, "uitstroom-beperken"), term(Theme, "minder-regeldruk"))
    assert names(draft.branches) == ["Ouderenzorg", "Ziekenhuizen"]
    assert names(draft.themes) == ["Innovatie", "Minder regeldruk"]
    assert dict(sheet_of(draft.answers, 1).pairs)[THEMES] == "Innovatie\nMinder regeldruk"
    assert not [one for one in form_data.problems(draft) if one.step is INITIATIVE]

    # Whatever is stored next, the choice stays.
    assert sorted(shown(client, draft, "initiatief")["themas"]) == ["innovatie", "minder-regeldruk"]
    typed = {**answers_of(INITIATIVE, draft.answers), "naam": "Anders"}
    mark = drafts.mark_of(answers_of(INITIATIVE, draft.answers))
    stored = drafts.store_step(draft, INITIATIVE, typed, Tab("een", mark)).application
    assert names(stored.themes) == ["Innovatie", "Minder regeldruk"]


def test_an_application_that_had_both_keeps_one(draft):
    merge(term(Theme, "uitstroom-beperken"), term(Theme, "innovatie"))
    assert names(draft.themes) == ["Innovatie"]
    assert records_using(term(Theme, "innovatie"))[0].number == 1
