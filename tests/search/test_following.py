"""The index follows at once whatever happens to pages, themes, branches and synonyms."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.models import Theme
from core.terms import merge
from facilitators.models import Method, Profile
from initiatives.models import EmployerOrganisation, TakingPart
from search import indexing
from search.models import Entry, KnownWord, Synonym
from tests.factories import (
    BranchFactory,
    ContentPageFactory,
    EventPageFactory,
    FacilitatorPageFactory,
    InitiativePageFactory,
    NetworkPageFactory,
    NewsPageFactory,
    ThemeFactory,
    region,
)
from tests.search.asking import found

pytestmark = pytest.mark.django_db


def news(title: str = "Bericht", text: str = "Kwikzilver.", **more):
    return NewsPageFactory(title=title, body=[("paragraph", f"<p>{text}</p>")], **more)


def test_a_draft_is_not_found_until_it_is_published():
    page = news(live=False)
    assert found("kwikzilver") == []
    page.save_revision().publish()
    assert found("kwikzilver") == ["Bericht"]


def test_the_text_of_a_draft_of_a_live_page_is_not_found():
    page = news()
    page.lead = "Nu met uraniumglas."
    page.save_revision()
    assert found("uraniumglas") == []
    assert found("kwikzilver") == ["Bericht"]


def test_what_is_published_again_is_found_by_its_new_words_only():
    page = news()
    page.body = [("paragraph", "<p>Uraniumglas.</p>")]
    page.title = "Ander bericht"
    page.save_revision().publish()
    assert found("kwikzilver") == []
    assert found("uraniumglas") == ["Ander bericht"]


def test_what_goes_offline_is_gone_and_so_is_what_is_deleted():
    page, other = news("Een"), news("Twee")
    page.unpublish()
    assert found("kwikzilver") == ["Twee"]
    other.delete()
    assert found("kwikzilver") == []


@pytest.mark.parametrize("make", [NewsPageFactory, EventPageFactory, FacilitatorPageFactory])
def test_a_page_that_was_never_indexed_can_be_deleted(make):
    page = make()
    Entry.objects.all().delete()
    page.delete()
    connection.check_constraints()
    assert not Entry.objects.exists()


def test_an_expired_page_is_gone_before_the_clock_takes_it_down():
    news(expire_at=timezone.now() + datetime.timedelta(minutes=1))
    assert found("kwikzilver") == ["Bericht"]
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        assert found("kwikzilver") == []


def test_a_private_page_is_never_found_nor_what_stands_below_it():
    parent = ContentPageFactory(title="Besloten")
    ContentPageFactory(parent=parent, title="Kwikzilver in de kelder")
    assert found("kwikzilver") == ["Kwikzilver in de kelder"]
    restriction = PageViewRestriction.objects.create(
        page=parent, restriction_type=PageViewRestriction.LOGIN
    )
    assert found("kwikzilver") == []
    ContentPageFactory(parent=parent, title="Nog meer kwikzilver")
    assert found("kwikzilver") == []
    restriction.delete()
    assert len(found("kwikzilver")) == 2


def test_a_page_that_is_moved_below_a_private_one_is_gone():
    private = ContentPageFactory(title="Besloten")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page = ContentPageFactory(title="Kwikzilver")
    assert found("kwikzilver") == ["Kwikzilver"]
    private.refresh_from_db()
    page.move(private, "last-child")
    assert found("kwikzilver") == []


def test_every_kind_of_page_is_found():
    ContentPageFactory(title="Pagina over kwikzilver")
    NewsPageFactory(title="Bericht over kwikzilver")
    EventPageFactory(title="Bijeenkomst over kwikzilver")
    InitiativePageFactory(title="Koploper in kwikzilver")
    facilitator = FacilitatorPageFactory(title="Facilitator van kwikzilver")
    assert len(found("kwikzilver")) == 4, "its profile was not in the Pool when it came online"
    facilitator.save_revision().publish()
    assert len(found("kwikzilver")) == 5


def test_a_page_is_found_by_the_name_of_its_theme_and_branch_and_by_no_other():
    news("Met", themes=[ThemeFactory(name="Minder regeldruk")], branches=[])
    news("Zonder", themes=[ThemeFactory(name="Uitstroom")])
    assert found("regeldruk") == ["Met"]
    assert found("regeldruk kwikzilver") == ["Met"]
    assert found("uitstroom") == ["Zonder"]


def test_a_page_for_all_themes_is_not_found_by_the_name_of_each():
    ThemeFactory(name="Minder regeldruk")
    news()
    assert found("regeldruk") == []


def test_a_renamed_theme_is_found_by_its_new_name_at_once():
    theme = ThemeFactory(name="Minder regeldruk")
    news(themes=[theme])
    theme.name = "Schrappen"
    theme.save()
    assert found("regeldruk") == []
    assert found("schrappen") == ["Bericht"]


def test_pages_of_a_merged_theme_are_found_by_the_one_that_remains():
    gone, stays = ThemeFactory(name="Papierwerk"), ThemeFactory(name="Regeldruk")
    news(themes=[gone])
    merge(gone, stays)
    assert found("papierwerk") == []
    assert found("regeldruk") == ["Bericht"]
    assert found("kwikzilver", thema=Theme.objects.get(name="Regeldruk").slug) == ["Bericht"]


def test_a_new_synonym_works_at_once_and_a_removed_one_no_longer():
    news()
    assert found("hg") == []
    synonym = Synonym.objects.create(word="HG", meaning="kwikzilver")
    assert found("hg") == ["Bericht"]
    synonym.word = "mercurium"
    synonym.save()
    assert (found("hg"), found("mercurium")) == ([], ["Bericht"])
    synonym.delete()
    assert found("mercurium") == []


def test_a_synonym_works_the_other_way_round_only_when_that_is_asked_for():
    news(text="Alleen hg.")
    synonym = Synonym.objects.create(word="hg", meaning="vloeibaar kwikzilver")
    assert found("vloeibaar kwikzilver") == []
    synonym.both_ways = True
    synonym.save()
    assert found("vloeibaar kwikzilver") == ["Bericht"]
    assert found("kwikzilver") == []


def test_a_synonym_leads_to_the_pages_of_a_branch_whatever_is_in_their_text():
    news(branches=[BranchFactory(name="Geestelijke gezondheidszorg")])
    assert found("ggz") == ["Bericht"]
    assert found("psychiatrie kwikzilver") == ["Bericht"]


def test_a_method_or_region_is_found_by_its_new_name_and_no_longer_by_the_old():
    method = Method.objects.create(name="Kwikzilver", slug="kwikzilver")
    FacilitatorPageFactory(title="Facilitator", methods=[method])
    twente = region("Twente")
    InitiativePageFactory(title="Koploper", regions=[twente])
    indexing.mend()  # the profile of a facilitator comes after the page here
    assert (found("kwikzilver"), found("twente")) == (["Facilitator"], ["Koploper"])
    method.name, twente.name = "Uraniumglas", "Overkant"
    method.save()
    twente.save()
    assert (found("kwikzilver"), found("twente")) == ([], [])
    assert (found("uraniumglas"), found("overkant")) == (["Facilitator"], ["Koploper"])


def test_the_words_of_pages_are_counted_at_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = news(text="Kwikzilver, kwikzilver en Uraniumglas.")
        news("Ander", text="Kwikzilver.")
    known = dict(KnownWord.objects.values_list("word", "pages"))
    assert (known["kwikzilver"], known["uraniumglas"]) == (2, 1)
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    known = dict(KnownWord.objects.values_list("word", "pages"))
    assert (known["kwikzilver"], known["uraniumglas"]) == (1, 0)
    indexing.mend()
    assert not KnownWord.objects.filter(word="uraniumglas").exists()


def test_rebuilding_mends_whatever_was_changed_behind_its_back():
    page, gone = news("Een"), news("Twee")
    ContentPageFactory(title="Drie met kwikzilver")
    Entry.objects.filter(page=page).delete()
    type(gone).objects.filter(pk=gone.pk).update(live=False)
    KnownWord.objects.all().delete()
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert sorted(found("kwikzilver")) == ["Drie met kwikzilver", "Een"]
    assert KnownWord.objects.get(word="kwikzilver").pages == 2
    assert "#" * 40 in out.getvalue()


def test_the_site_goes_on_answering_while_the_index_is_rebuilt(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    news("Een", "Kwikzilver.")
    news("Twee", "Kwikzilver.")
    seen = []

    def look(done: int, total: int) -> None:
        seen.append((done, sorted(found("kwikzilver"))))

    total = indexing.rebuild(look)
    assert seen[:total] == [(done, ["Een", "Twee"]) for done in range(1, total + 1)]
    assert total > 2, "the list of news can be found too"


def test_the_worker_mends_it_too():
    page, gone = news("Een"), news("Twee")
    Entry.objects.filter(page=page).delete()
    type(gone).objects.filter(pk=gone.pk).update(live=False)
    assert set(indexing.out_of_step()) == {page.pk, gone.pk}
    indexing.mend()
    assert indexing.out_of_step() == []
    assert found("kwikzilver") == ["Een"]


def test_a_facilitator_outside_the_pool_is_neither_found_nor_missed():
    facilitator = FacilitatorPageFactory(title="Kwikzilver", profile__state="gepauzeerd")
    assert indexing.out_of_step() == []
    Profile.objects.filter(page=facilitator).update(state=Profile.State.PUBLISHED)
    assert indexing.out_of_step() == [facilitator.pk]
    indexing.mend()
    assert found("kwikzilver") == ["Kwikzilver"]
    Profile.objects.filter(page=facilitator).update(state=Profile.State.PAUSED)
    assert indexing.out_of_step() == [facilitator.pk]
    indexing.mend()
    assert (found("kwikzilver"), indexing.out_of_step()) == ([], [])


def test_a_page_that_was_rolled_back_is_not_found():
    with pytest.raises(RuntimeError), transaction.atomic():
        news()
        raise RuntimeError
    assert found("kwikzilver") == []


def test_an_entry_that_was_written_in_an_older_way_is_written_anew_by_the_worker():
    page = news()
    Entry.objects.filter(page=page).update(version=1)
    assert indexing.out_of_step() == [page.pk]
    assert found("kwikzilver") == ["Bericht"], "the old one answers until then"
    indexing.mend()
    assert indexing.out_of_step() == []


def test_a_meeting_is_found_by_its_day_in_words_its_region_and_its_place():
    EventPageFactory(
        title="Samen",
        starts_at=datetime.datetime(2019, 6, 12, 11, tzinfo=datetime.UTC),
        region="noord-oost",
        venue="De Oude Drukkerij",
        address="Voorbeeldkade 12, Den Bosch",
    )
    for query in (
        "12 juni",
        "juni 2019",
        "woensdag 12 juni",
        "noordoost",
        "drukkerij",
        "den bosch",
    ):
        assert found(query) == ["Samen"], query


def test_a_koploper_is_found_by_the_town_of_an_organisation_in_it():
    page = InitiativePageFactory(title="Koploper")
    TakingPart.objects.create(initiative=page, name="Zorg Voorbeeld", kind="zorg", place="Hengelo")
    indexing.follow(page.pk)
    assert found("hengelo") == ["Koploper"]


def test_the_page_about_the_network_is_found_by_an_organisation_that_joins_it_now():
    page = NetworkPageFactory(title="Het netwerk", body=[("employers", None)])
    assert found("kwikzilververeniging") == []
    EmployerOrganisation.objects.create(name="Kwikzilververeniging", area="Overal")
    assert page.lists_employers
    assert found("kwikzilververeniging") == ["Het netwerk"]
