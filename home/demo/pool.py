"""Loads the Facilitators Pool of the demo: methods, work forms and profiles that are nobody's."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from core.models import Branch, Theme
from facilitators.choices import Availability
from facilitators.models import (
    Consent,
    FacilitatorIndexPage,
    FacilitatorPage,
    Method,
    Profile,
    WorkForm,
)
from home.demo.pages import DemoPages

Table = dict[str, Any]

COLUMNS = ("kinds", "help_questions", "levels", "group_sizes", "deployments", "regions")
# What the demo says was asked; nobody gave a real consent.
WORDING = "Voorbeeld: ik ga ermee akkoord dat dit op de website staat."


class Pool:
    """One run, for the loader of all demo content: first every page, then what they say."""

    def __init__(self, loader: DemoPages, content: Table) -> None:
        self.loader = loader
        self._choices(Method, content["methods"])
        self._choices(WorkForm, content["work_forms"])
        index = loader.index(
            FacilitatorIndexPage,
            title="Facilitators Pool",
            slug="facilitators",
            intro="<p>Zoek je iemand die een groep of een verandering begeleidt? Hier vind je "
            "facilitators met ervaring in zorg en welzijn. Kies waar je hulp bij zoekt, en neem "
            "zelf contact op.</p>",
            search_description="Facilitators met ervaring in zorg en welzijn. Zoek op hulpvraag, "
            "niveau, groep en regio, vergelijk wie je aanspreekt en neem contact op.",
        )
        tables = [{**table, "slug": slugify(table["title"])} for table in content["facilitator"]]
        found = [self._facilitator(index, table) for table in tables]
        self.facilitators = [one for one in found if one]

    def finish(self) -> None:
        """Give the new pages their choices and profiles, and publish who is to be seen."""
        for nth, (page, table) in enumerate(self.facilitators):
            self._finish(page, table)
            if page.live:
                # They joined one by one, in the past year.
                joined = timezone.now() - datetime.timedelta(days=11 * nth + 6)
                self.loader.backdate(page, joined)

    def _choices(self, model: type[Method] | type[WorkForm], names: list[str]) -> None:
        for name in names:
            slug = slugify(name)
            _, made = model.objects.get_or_create(slug=slug, defaults={"name": name})
            self.loader.added |= made

    def _facilitator(
        self, index: FacilitatorIndexPage, table: Table
    ) -> tuple[FacilitatorPage, Table] | None:
        table = {
            **table,
            "all_themes": not table["themes"],
            "all_branches": not table["branches"],
        }
        is_organisation = table.get("is_organisation", False)
        return self.loader.page(
            FacilitatorPage,
            index,
            table,
            is_organisation=is_organisation,
            # A role instead of a name: nobody in the demo exists.
            last_name="" if is_organisation else table["title"],
            other_method=table.get("other_method", ""),
            experience=table["experience"],
            **{column: table[column] for column in COLUMNS},
        )

    def _finish(self, page: FacilitatorPage, table: Table) -> None:
        page.themes = Theme.objects.filter(slug__in=table["themes"])
        page.branches = Branch.objects.filter(slug__in=table["branches"])
        page.methods = Method.objects.filter(name__in=table["methods"])
        page.work_forms = WorkForm.objects.filter(name__in=table["work_forms"])
        page.save()
        profile = self._profile(page, table)
        revision = page.save_revision(user=page.owner)
        if profile.state == Profile.State.PUBLISHED:
            revision.publish()
        elif profile.state == Profile.State.PAUSED:
            profile.approved_revision = revision
            profile.save()
        if "new_lead" in table:
            self._wait_for_review(page, table["new_lead"])

    @staticmethod
    def _wait_for_review(page: FacilitatorPage, lead: str) -> None:
        draft = FacilitatorPage.objects.get(pk=page.pk)
        draft.lead = lead
        draft.save_revision(changed=True)
        waits_since = timezone.now() - datetime.timedelta(days=2)
        Profile.objects.filter(page=page).update(review_asked_at=waits_since)

    @staticmethod
    def _profile(page: FacilitatorPage, table: Table) -> Profile:
        now = timezone.now()
        applied_at = now - datetime.timedelta(days=table.get("applied_days_ago", 0))
        state = table.get("state", Profile.State.PUBLISHED)
        is_decided = state in (Profile.State.PUBLISHED, Profile.State.PAUSED)
        profile = Profile.objects.create(
            page=page,
            state=state,
            email=f"{page.slug}@voorbeeld.example",
            email_confirmed_at=applied_at,
            applied_at=applied_at,
            phone=table.get("phone", ""),
            website=table.get("website", ""),
            shows_email=table.get("shows_email", False),
            shows_phone=table.get("shows_phone", False),
            availability=table.get("availability", Availability.AVAILABLE),
            available_from=first_of_month(table),
            follows_vision=True,
            decided_at=now if is_decided else None,
            confirmed_at=now if is_decided else None,
        )
        shown = {
            Consent.Item.PROFILE: True,
            Consent.Item.EMAIL: profile.shows_email,
            Consent.Item.PHONE: profile.shows_phone,
            Consent.Item.WEBSITE: bool(profile.website),
        }
        for item in (item for item, is_shown in shown.items() if is_shown):
            Consent.objects.create(profile=profile, item=item, wording=WORDING)
        return profile


def first_of_month(table: Table) -> datetime.date | None:
    """Return the first day of the month that the content names, or None.

    That is the next one with this number, or the one so many months from now.
    """
    first = timezone.localdate().replace(day=1)
    if "from_month" in table:
        month = first.replace(month=table["from_month"])
        return month if month > first else month.replace(year=month.year + 1)
    if "in_months" in table:
        years, month = divmod(first.month - 1 + table["in_months"], 12)
        return first.replace(year=first.year + years, month=month + 1)
    return None
