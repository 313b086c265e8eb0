"""Writing an article in the admin: what a draft may lack and a published article may not."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import rich_text

from news.models import NewsPage
from tests.factories import (
    BranchFactory,
    ImageFactory,
    NewsPageFactory,
    ThemeFactory,
    UserFactory,
    news_index,
)
from tests.news.editing import article_data, create_article, edit_article

pytestmark = pytest.mark.django_db

CHOOSE_THEME = "Kies minstens één thema, of kies ‘Alle’."
CHOOSE_BRANCH = "Kies minstens één branche, of kies ‘Alle’."
NOTHING_CHOSEN = {"all_themes": "", "all_branches": ""}
AS_AUTOSAVE = {"headers": {"accept": "application/json"}}


def url(view, *args):
    return reverse(f"wagtailadmin_pages:{view}", args=args)


@pytest.fixture
def editor(client):
    client.user = UserFactory(groups=["Redacteur"])
    client.force_login(client.user)
    return client


def the_article():
    return NewsPage.objects.get()


# Themes and branches


def test_a_draft_is_saved_without_themes_branches_or_anything_but_a_title(editor):
    create_article(editor, lead="", body=[], **NOTHING_CHOSEN)
    assert not the_article().live


def test_autosave_asks_for_nothing_either(editor):
    add = url("add", "news", "newspage", news_index().pk)
    saved = editor.post(add, article_data(**NOTHING_CHOSEN), **AS_AUTOSAVE)
    assert saved.json()["success"]
    data = article_data(**NOTHING_CHOSEN, title="Verder")
    assert editor.post(url("edit", the_article().pk), data, **AS_AUTOSAVE).json()["success"]
    assert the_article().title == "Verder"


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_publishing_and_submitting_ask_for_themes_and_branches(editor, action):
    answer = create_article(editor, action=action, **NOTHING_CHOSEN)
    assertContains(answer, CHOOSE_THEME)
    assertContains(answer, CHOOSE_BRANCH)
    assert not NewsPage.objects.exists()


def test_planning_asks_for_themes_too(editor):
    answer = create_article(
        editor, action="publish", go_live_at="2031-01-01 09:00", **NOTHING_CHOSEN
    )
    assertContains(answer, CHOOSE_THEME)


def test_chosen_themes_and_branches_are_published(editor):
    theme, branch = ThemeFactory(), BranchFactory()
    chosen = {"themes": [theme.pk], "branches": [branch.pk]}
    create_article(editor, action="publish", **NOTHING_CHOSEN, **chosen)
    article = the_article()
    assert article.live
    assert (list(article.themes.all()), list(article.branches.all())) == ([theme], [branch])


def test_alle_leaves_out_what_was_chosen_beside_it(editor):
    theme, branch = ThemeFactory(), BranchFactory()
    create_article(editor, action="publish", themes=[theme.pk], branches=[branch.pk])
    article = the_article()
    assert (article.all_themes, article.all_branches) == (True, True)
    assert not article.themes.exists()
    assert not article.branches.exists()


def test_a_theme_out_of_use_is_offered_only_to_a_page_that_has_it(editor):
    theme = ThemeFactory(name="Oud thema", active=False)
    add = url("add", "news", "newspage", news_index().pk)
    assertNotContains(editor.get(add), "Oud thema (niet meer in gebruik)</label>")
    article = NewsPageFactory(themes=[theme])
    assertContains(editor.get(url("edit", article.pk)), "Oud thema (niet meer in gebruik)</label>")
    edit_article(editor, article, action="publish", all_themes="", themes=[theme.pk])
    assert list(the_article().themes.all()) == [theme]


def test_a_theme_that_is_gone_is_said_in_dutch(editor):
    answer = create_article(editor, all_themes="", themes=[987654])
    assertContains(answer, "Een thema dat je koos is er niet meer.")


def test_the_boxes_stand_in_a_named_group_after_alle(editor):
    ThemeFactory(name="Innovatie")
    form = editor.get(url("add", "news", "newspage", news_index().pk)).content.decode()
    alle, group, box = (
        form.index(piece)
        for piece in (
            'id="id_all_themes"',
            ">Of alleen deze thema&#x27;s</legend>",
            "Innovatie</label>",
        )
    )
    assert alle < group < box


# Images


def test_alt_text_is_asked_on_publishing_and_not_on_a_draft(editor):
    image = ImageFactory()
    create_article(editor, listing_image=image.pk)
    answer = edit_article(editor, the_article(), action="publish", listing_image=image.pk)
    assertContains(answer, "Beschrijf wat er op de afbeelding staat.")
    assert not the_article().live
    described = {"listing_image": image.pk, "listing_image_alt": "Twee collega's"}
    edit_article(editor, the_article(), action="publish", **described)
    assert the_article().live


def test_an_image_in_the_text_needs_alt_text_only_to_be_published(editor):
    picture = {"image": ImageFactory().pk, "decorative": "", "alt_text": ""}
    body = [("image", {"image": picture, "caption": ""})]
    create_article(editor, body=body)
    article = the_article()
    answer = edit_article(editor, article, action="publish", body=body)
    assert answer.status_code == 200
    assert not the_article().live
    picture["alt_text"] = "Twee collega's"
    edit_article(editor, article, action="publish", body=body)
    assert the_article().live


# Dates


def test_a_draft_may_have_a_date_in_the_future_but_not_be_published_with_it(editor):
    soon = timezone.localdate() + datetime.timedelta(days=5)
    create_article(editor, published_on=soon.isoformat())
    article = the_article()
    answer = edit_article(editor, article, action="publish", published_on=soon.isoformat())
    assertContains(answer, "Deze datum ligt in de toekomst.")
    assert not the_article().live


def test_a_planned_article_may_carry_the_day_on_which_it_appears(editor):
    soon = timezone.localtime() + datetime.timedelta(days=5)
    planned = {"published_on": soon.date().isoformat(), "go_live_at": f"{soon:%Y-%m-%d %H:%M}"}
    create_article(editor, action="publish", **planned)
    assert the_article().approved_schedule


def test_the_address_of_a_feed_is_refused(editor):
    assertContains(create_article(editor, slug="rss"), "‘rss’ is het adres van een vast deel")


# Related articles


def test_an_article_cannot_stand_under_itself(editor):
    article = NewsPageFactory()
    answer = edit_article(editor, article, related=[article.pk])
    assertContains(answer, "Een artikel kan niet onder zichzelf staan.")


def test_an_article_cannot_be_picked_twice(editor):
    article, other = NewsPageFactory.create_batch(2)
    answer = edit_article(editor, article, related=[other.pk, other.pk])
    assertContains(answer, "Dit artikel heb je al gekozen.")


def test_picked_articles_keep_their_order(editor):
    article, first, second = NewsPageFactory.create_batch(3)
    edit_article(editor, article, action="publish", related=[second.pk, first.pk])
    picks = NewsPage.objects.get(pk=article.pk).related_articles.all()
    assert [pick.article_id for pick in picks] == [second.pk, first.pk]


def offered(editor, **parameters):
    address = reverse("wagtailadmin_choose_page_child", args=[news_index().pk])
    answer = editor.get(address, {"page_type": "news.newspage", **parameters})
    return {page.title for page in answer.context["table"].data if page.can_choose}


def test_the_chooser_offers_only_what_visitors_see_or_will_see(editor):
    asking = NewsPageFactory(title="Dit bericht")
    NewsPageFactory(title="Online")
    NewsPageFactory(title="Concept", live=False)
    planned = NewsPageFactory(title="Gepland", live=False)
    planned.go_live_at = timezone.now() + datetime.timedelta(days=2)
    planned.save_revision().publish()
    expired = NewsPageFactory(title="Verlopen")
    NewsPage.objects.filter(pk=expired.pk).update(
        expire_at=timezone.now() - datetime.timedelta(hours=1)
    )
    private = NewsPageFactory(title="Besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert offered(editor, behalve=asking.pk) == {"Online", "Gepland"}
    assert offered(editor, behalve="x") == {"Online", "Gepland", "Dit bericht"}
    search = reverse("wagtailadmin_choose_page_search")
    found = editor.get(search, {"page_type": "news.newspage", "q": "concept"})
    assertNotContains(found, "Concept</")


def test_other_choosers_offer_everything(editor):
    NewsPageFactory(title="Concept", live=False)
    assert "Concept" in offered(editor, page_type="")


def picks_shown(editor, *picked):
    article = NewsPageFactory()
    for other in picked:
        article.related_articles.create(article=other)
    article.save_revision()
    return editor.get(url("edit", article.pk))


def test_the_form_warns_when_a_picked_article_is_not_seen(editor):
    draft, expired, private = NewsPageFactory(live=False), NewsPageFactory(), NewsPageFactory()
    NewsPage.objects.filter(pk=expired.pk).update(
        expire_at=timezone.now() - datetime.timedelta(hours=1)
    )
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = picks_shown(editor, draft, expired, private)
    for warning in ("is nog een concept", "is verlopen", "is besloten"):
        assertContains(shown, f"Dit artikel {warning}.")
    assertContains(shown, "Bezoekers zien het hier niet", count=3)
    assertNotContains(picks_shown(editor, NewsPageFactory()), "Bezoekers zien het hier niet")


# Preview of what is not saved yet


def preview(editor, address, **given):
    assert editor.post(address, article_data(**given)).json() == {
        "is_valid": True,
        "is_available": True,
    }
    return editor.get(address)


UNSAVED = [("paragraph", rich_text("<p>Nooit opgeslagen tekst</p>"))]


def test_a_new_article_is_previewed_before_it_is_saved(editor):
    theme = ThemeFactory(name="Innovatie")
    related = NewsPageFactory(title="Hoort erbij")
    address = url("preview_on_add", "news", "newspage", news_index().pk)
    shown = preview(
        editor,
        address,
        title="Kersvers",
        body=UNSAVED,
        all_themes="",
        themes=[theme.pk],
        related=[related.pk],
    )
    for text in ("Kersvers", "Nooit opgeslagen tekst", "Innovatie", "Hoort erbij"):
        assertContains(shown, text)
    assert not NewsPage.objects.filter(title="Kersvers").exists()


def test_an_edited_article_is_previewed_with_unsaved_themes_and_relations(editor):
    old, new = ThemeFactory(name="Oud thema"), ThemeFactory(name="Nieuw thema")
    picked, left = NewsPageFactory.create_batch(2, all_themes=False, all_branches=False)
    article = NewsPageFactory(title="Bestaand", themes=[old])
    article.related_articles.create(article=left)
    article.save_revision().publish()
    shown = preview(
        editor,
        url("preview_on_edit", article.pk),
        title="Veranderd",
        slug=article.slug,
        body=UNSAVED,
        all_themes="",
        themes=[new.pk],
        related=[picked.pk],
    )
    for text in ("Veranderd", "Nooit opgeslagen tekst", "Nieuw thema", picked.title):
        assertContains(shown, text)
    main = shown.content.decode().split("<main", 1)[1]
    assert "Oud thema" not in main.split("Gerelateerde artikelen")[0]
    assert [theme.name for theme in NewsPage.objects.get(pk=article.pk).themes.all()] == [
        "Oud thema"
    ]


def test_a_half_written_article_can_be_previewed(editor):
    address = url("preview_on_add", "news", "newspage", news_index().pk)
    assert preview(editor, address, lead="", body=[], **NOTHING_CHOSEN).status_code == 200


def test_the_first_article_ever_can_be_previewed(editor):
    address = url("preview_on_add", "news", "newspage", news_index().pk)
    assertContains(preview(editor, address, title="De allereerste"), "De allereerste")


# The list of articles


LIST = "/beheer/nieuws/"


def titles(editor, **query):
    return {page.title for page in editor.get(LIST, query).context["object_list"]}


def test_the_list_shows_kind_date_themes_state_and_owner(editor):
    owner = UserFactory(first_name="Jip", last_name="Jansen")
    NewsPageFactory(
        title="Een bericht",
        kind=NewsPage.Kind.BACKGROUND,
        published_on=datetime.date(2019, 3, 26),
        themes=[ThemeFactory(name="Innovatie")],
        owner=owner,
    )
    page = editor.get(LIST)
    for text in (
        "Een bericht",
        "Achtergrond",
        "26\N{NON-BREAKING HYPHEN}3\N{NON-BREAKING HYPHEN}2019",
        "Innovatie",
        "Jip Jansen",
    ):
        assertContains(page, text)


def test_the_list_filters_by_state(editor):
    NewsPageFactory(title="Online")
    NewsPageFactory(title="Concept", live=False)
    planned = NewsPageFactory(title="Gepland", live=False)
    planned.go_live_at = timezone.now() + datetime.timedelta(days=2)
    planned.save_revision().publish()
    expired = NewsPageFactory(title="Verlopen")
    expired.unpublish(set_expired=True)
    review = NewsPageFactory(title="Ter controle", live=False)
    review.save_revision()
    review.get_workflow().start(review, editor.user)
    for state, title in {
        "concept": "Concept",
        "gepland": "Gepland",
        "online": "Online",
        "verlopen": "Verlopen",
        "controle": "Ter controle",
    }.items():
        assert titles(editor, state=state) == {title}
    assert titles(editor, state=["online", "concept"]) == {"Online", "Concept"}


def test_the_list_filters_by_theme_branch_kind_and_owner(editor):
    theme, branch, owner = ThemeFactory(), BranchFactory(), UserFactory()
    NewsPageFactory(title="Thema", themes=[theme], branches=[BranchFactory()])
    NewsPageFactory(title="Branche", branches=[branch], themes=[ThemeFactory()])
    NewsPageFactory(title="Alle", kind=NewsPage.Kind.FRONT_RUNNER, owner=owner)
    assert titles(editor, themes=theme.pk) == {"Thema", "Alle"}
    assert titles(editor, branches=branch.pk) == {"Branche", "Alle"}
    assert titles(editor, kind="koploper-aan-het-woord") == {"Alle"}
    assert titles(editor, owner=owner.pk) == {"Alle"}
    assert titles(editor, themes=theme.pk, kind="nieuws") == {"Thema"}


@pytest.mark.usefixtures("wagtail_indexes")
def test_the_list_can_be_searched(editor):
    NewsPageFactory(title="Regeldruk in de wijk")
    NewsPageFactory(title="Iets anders")
    assert titles(editor, q="regeldr") == {"Regeldruk in de wijk"}


def test_the_add_button_leads_straight_to_the_form(editor):
    index = news_index()
    add = reverse("nieuws:choose_parent")
    assertContains(editor.get(LIST), add)
    assert editor.get(add).url == url("add", "news", "newspage", index.pk)


def test_the_list_makes_as_many_queries_for_twelve_articles_as_for_three(
    editor, django_assert_max_num_queries
):
    theme = ThemeFactory()
    NewsPageFactory.create_batch(3, themes=[theme], owner=UserFactory())
    editor.get(LIST)
    with django_assert_max_num_queries(60) as few:
        editor.get(LIST)
    for _ in range(9):
        NewsPageFactory(themes=[theme], owner=UserFactory())
    editor.get(LIST)
    with django_assert_max_num_queries(60) as many:
        assert len(editor.get(LIST).context["object_list"]) == 12
    assert len(many) == len(few)


# The first screen


def test_the_first_screen_shows_what_there_is_to_do(editor):
    NewsPageFactory(title="Mijn concept", live=False, owner=editor.user)
    NewsPageFactory(title="Concept van een ander", live=False, owner=UserFactory())
    planned = NewsPageFactory(title="Straks online", live=False)
    planned.go_live_at = timezone.now() + datetime.timedelta(days=2)
    planned.save_revision().publish()
    NewsPageFactory(title="Zonder thema", all_themes=False)
    screen = editor.get("/beheer/")
    for text in ("Mijn concept", "Straks online", "Zonder thema", CHOOSE_THEME, "Nieuw bericht"):
        assertContains(screen, text)
    assertNotContains(screen, "Concept van een ander")


def test_the_first_screen_is_quiet_when_there_is_nothing_to_do(editor):
    NewsPageFactory(title="In orde")
    screen = editor.get("/beheer/")
    for text in ("Jouw concepten", "Gepland", "Vraagt aandacht", "In orde"):
        assertNotContains(screen, text)
