"""The form in which an article is written."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core.forms import ThemedPageForm


def lacking_date(values: Mapping[str, Any]) -> dict[str, str]:
    """Refuse a date that visitors would read before it has come."""
    date: datetime.date | None = values.get("published_on")
    go_live_at = values.get("go_live_at")
    today = timezone.localdate()
    appears = max(timezone.localdate(go_live_at), today) if go_live_at else today
    if date is None or date <= appears:
        return {}
    return {
        "published_on": "Deze datum ligt in de toekomst. Kies vandaag of eerder. "
        "Wil je het bericht later laten verschijnen? Plan dan de publicatie."
    }


class NewsPageForm(ThemedPageForm):
    """Knows what is asked of an article besides themes, branches and alt text."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self.add_errors(lacking_date(cleaned).items())
        return cleaned

    def is_valid(self) -> bool:
        """Check the picked articles against each other and against the article itself."""
        valid = super().is_valid()
        seen = {self.instance.pk}
        for form in self.formsets["related_articles"].forms if valid else ():
            article = form.cleaned_data.get("article")
            if article is None or form.cleaned_data.get("DELETE"):
                continue
            if article.pk in seen:
                form.add_error(
                    "article",
                    "Een artikel kan niet onder zichzelf staan. Kies een ander."
                    if article.pk == self.instance.pk
                    else "Dit artikel heb je al gekozen. Kies een ander, of haal het weg.",
                )
                valid = False
            seen.add(article.pk)
        return valid
