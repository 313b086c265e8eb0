"""What the desk of the Pool does with somebody who is online: changes, addresses, pauses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models.mail import OutgoingMail
from facilitators import profile_states, profile_updates
from facilitators.models import FacilitatorPage, Profile
from facilitators.profile_states import Contact
from facilitators.self_service.overview import waiting_change
from tests.facilitators.at_the_desk import LIST, desk, names, seen
from tests.facilitators.keeping_profiles import (
    EMAIL,
    applied,
    fresh,
    link_in,
    mails_to,
    method,
    page_of,
    subjects_to,
    text,
    words_of,
)
from tests.factories import NewsPageFactory, UserFactory
from tests.html import filled_in, one, parse

pytestmark = pytest.mark.usefixtures("profile")
State = Profile.State


def test_a_waiting_change_stands_at_the_desk_with_its_difference(client, manager, profile):
    profile_updates.submit_change(
        profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin.")
    )
    assert names(client.get(LIST, {"doen": "wijziging"})) == ["Anna van der Test"]
    page = client.get(desk(profile))
    assert "Een nieuwe inleiding, met genoeg tekens erin." in words_of(page)
    (link,) = parse(page).select("a[href*=compare]")
    compared = client.get(str(link["href"]))
    assert compared.status_code == 200
    assert "Een nieuwe inleiding" in words_of(compared)


def test_whatever_part_of_a_name_changes_the_desk_shows_it(client, manager, profile):
    for label, words, changed in (
        ("Voornaam", "Anne", {"first_name": "Anne"}),
        ("Tussenvoegsel", "op den", {"infix": "op den"}),
        ("Achternaam", "Zeef", {"last_name": "Zeef"}),
        (
            "Soort profiel",
            "Bureau of organisatie",
            {"is_organisation": True, "first_name": "", "infix": "", "last_name": ""},
        ),
    ):
        profile_updates.submit_change(profile, text(**changed))
        differences = {one.label: one.after for one in waiting_change(fresh(profile)).texts}
        assert differences[label] == words
    box = one(parse(client.get(desk(profile))), ".aln-differences")
    said = [" ".join(line.get_text().split()) for line in box.select("dt, dd")]
    assert said[said.index(label) + 2] == f"Wordt: {words}"


def test_a_change_that_was_taken_back_says_that_nothing_differs(client, manager, profile):
    profile_updates.submit_change(
        profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin.")
    )
    profile_updates.submit_change(profile, text())
    assert "Er is geen verschil meer met wat is goedgekeurd." in words_of(client.get(desk(profile)))


def test_approving_at_the_desk_publishes_and_refusing_needs_a_reason(client, manager, profile):
    new = "Een nieuwe inleiding, met genoeg tekens erin."
    profile_updates.submit_change(profile, text(lead=new))
    answer = client.post(desk(profile, "refuse_change"), {**seen(profile), "reason": ""})
    assert "Schrijf op waarom" in words_of(answer)
    client.post(desk(profile, "refuse_change"), {**seen(profile), "reason": "Te wervend."})
    assert fresh(profile).review_asked_at is None
    assert "> Te wervend." in mails_to(EMAIL)[-1].text
    assert fresh(profile).page.lead != new
    profile_updates.submit_change(profile, text(lead=new + " Echt."))
    client.post(desk(profile, "approve_change"), seen(profile))
    assert fresh(profile).page.lead == new + " Echt."
    assert subjects_to(EMAIL)[-1] == "Je wijziging is goedgekeurd"


def test_a_change_that_came_after_looking_is_not_approved_unseen(client, manager, profile):
    profile_updates.submit_change(
        profile, text(lead="De eerste nieuwe tekst, die de beheerder zag.")
    )
    looked_at = seen(profile)
    profile_updates.submit_change(
        profile, text(lead="De tweede nieuwe tekst, die niemand nog zag.")
    )
    answer = client.post(desk(profile, "approve_change"), looked_at, follow=True)
    assert "Dit profiel is net aangepast" in words_of(answer)
    assert fresh(profile).page.lead.startswith("Ik help teams")


OTHER = "ander@voorbeeld.example"


def test_another_address_for_who_is_online_counts_once_it_is_confirmed(client, manager, profile):
    contact = Contact(phone="", website="", shows_email=True, shows_phone=False)
    profile_updates.set_contact(profile, contact, EMAIL, follows_vision=True)
    page = page_of(profile).get_url()
    preview = client.post(desk(profile, "new_address"), {"email": OTHER, "step": "bekijken"})
    assert "Bevestig je nieuwe e-mailadres" in words_of(preview)
    client.post(desk(profile, "new_address"), {"email": OTHER, "step": "doen"})
    assert (fresh(profile).email, fresh(profile).new_email) == (EMAIL, OTHER)
    assert EMAIL in client.get(page).content.decode()
    assert OTHER not in client.get(page).content.decode()
    assert fresh(profile).email_confirmed_at == profile.email_confirmed_at
    assert subjects_to(OTHER) == ["Bevestig je nieuwe e-mailadres"]
    client.post(link_in(mails_to(OTHER)[0]))
    assert OTHER in client.get(page).content.decode()
    assert subjects_to(EMAIL)[-1] == "Je e-mailadres is veranderd"


def test_filling_in_an_address_does_not_show_what_waits_for_review(client, manager, profile):
    profile_updates.submit_change(profile, text(last_name="Zeef"))
    assert not parse(client.get(desk(profile, "new_address"))).select(".aln-differences")


def test_the_address_that_somebody_online_has_already_gets_a_new_link(client, manager, profile):
    old = link_in(mails_to()[-1])
    data = {"email": EMAIL.upper(), "step": "doen"}
    client.post(desk(profile, "new_address"), data)
    assert subjects_to()[-1] == "Je link naar je profiel"
    assert fresh(profile).email_confirmed_at == profile.email_confirmed_at
    assert client.get(old).status_code == 410
    assert client.get(link_in(mails_to()[-1])).status_code == 200


def test_who_is_online_is_not_invited_anew_with_an_address_nobody_confirmed(
    client, manager, profile
):
    data = {"email": OTHER, "step": "doen"}
    answer = client.post(desk(profile, "invite"), data, follow=True)
    assert "Dat kan nu niet" in words_of(answer)
    assert fresh(profile).email == EMAIL


def _publish_one(client, page, **changed):
    """Press Publiceren below the form of a page, with what stands in the form."""
    address = f"/beheer/pages/{page.pk}/edit/"
    form = filled_in(one(parse(client.get(address)), "#page-edit-form"))
    return client.post(address, {**form, "action-publish": "action-publish", **changed})


def _plan(client, page):
    return _publish_one(client, page, go_live_at="2099-01-01 09:00")


def _publish_many(client, page):
    address = f"/beheer/bulk/wagtailcore/page/publish/?id={page.pk}&next=/beheer/"
    return client.post(address, follow=True)


def _is_coming(profile):
    """Return whether the page is online, or will be by the clock."""
    page = page_of(profile)
    return page.live or page.revisions.exclude(approved_go_live_at=None).exists()


def test_a_pause_of_the_facilitator_is_not_undone_by_publishing_the_page(client, manager, profile):
    profile_states.pause(profile)
    mails = len(mails_to())
    for publish in (_publish_one, _publish_many, _plan):
        publish(client, page_of(profile))
        assert fresh(profile).state == State.PAUSED, publish
        assert not _is_coming(profile), publish
        assert len(mails_to()) == mails, publish


def test_what_staff_paused_they_can_publish_again(client, manager, profile):
    for publish in (_publish_one, _publish_many, _plan):
        profile_states.pause(profile, manager)
        assert not _is_coming(profile)
        publish(client, page_of(profile))
        assert _is_coming(profile), publish


def test_who_may_not_publish_after_a_pause_reads_why_and_what_can_be_done(client, manager, profile):
    profile_states.pause(profile)
    said = words_of(_publish_many(client, page_of(profile)))
    assert "De facilitator heeft dit profiel gepauzeerd." in said
    assert "Daar kun je een wijziging goedkeuren." in said
    profile_updates.submit_change(
        profile, text(lead="Een nieuwe inleiding, met genoeg tekens erin.")
    )
    answer = client.post(desk(profile, "approve_change"), seen(profile), follow=True)
    assert "De wijziging is goedgekeurd." in words_of(answer)
    assert not page_of(profile).live
    Profile.objects.filter(pk=profile.pk).update(asked_at=timezone.now())
    said = words_of(_publish_many(client, page_of(profile)))
    assert "de facilitator liet niet weten of het nog klopt" in said


def test_a_page_is_deleted_at_the_desk_and_not_in_the_tree(client, manager, profile):
    client.force_login(UserFactory(is_superuser=True))
    answer = client.post(f"/beheer/pages/{profile.page_id}/delete/", follow=True)
    assert "Verwijder een profiel hier" in words_of(answer)
    assert FacilitatorPage.objects.filter(pk=profile.page_id).exists()


def test_a_method_in_use_is_not_deleted_not_even_one_in_a_draft(client, manager, profile):
    used, drafted, free = (method(name, name.lower()) for name in ("Actieleren", "Open", "Vrij"))
    profile_updates.submit_change(profile, text(methods=("actieleren", "open")))
    for chosen in (used, drafted):
        address = f"/beheer/snippets/facilitators/method/delete/{chosen.pk}/"
        assert "is in gebruik bij Anna" in words_of(client.post(address, follow=True))
    client.post(f"/beheer/snippets/facilitators/method/delete/{free.pk}/")
    assert set(type(used).objects.values_list("name", flat=True)) == {"Actieleren", "Open"}


def test_the_first_screen_says_who_waits_and_leads_to_just_those(client, manager, profile):
    NewsPageFactory(go_live_at=timezone.now() + timedelta(days=2), live=False)
    said = words_of(client.get("/beheer/"))
    assert "Er wacht niemand op je" in said
    assert "Gepland" not in said
    assert "Alle berichten" not in said
    old = applied(email="oud@voorbeeld.example")
    Profile.objects.filter(pk=old.pk).update(applied_at=timezone.now() - timedelta(days=60))
    profile_updates.submit_change(profile, text(lead="Ik help teams en besturen om te leren."))
    OutgoingMail.objects.filter(about_key=profile.pk, recipient=EMAIL).update(
        state=OutgoingMail.State.FAILED
    )
    soup = parse(client.get("/beheer/"))
    links = {" ".join(link.get_text().split()): link["href"] for link in soup.select("main a")}
    for words, name in {
        "1 aanmelding om te beoordelen": old,
        "1 gewijzigd profiel om te bekijken": profile,
        "1 wacht al langer dan 10 werkdagen": old,
        "1 profiel met mail die niet aankwam": profile,
    }.items():
        listed = parse(client.get(links[words])).select(".listing tbody tr")
        assert len(listed) == 1, words
        assert f"/inspect/{name.pk}/" in str(listed[0]), words
