"""The short form to nominate somebody else's initiative (domain guide, paragraph 5)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from core import limits, receipts, times
from core.form_tokens import StampedForm
from core.questions import (
    Email,
    EmailOfAnother,
    FirstName,
    Infix,
    LastName,
    Line,
    Lines,
    OneOf,
    OrganisationName,
)
from initiatives.applications.intake import prospects
from initiatives.applications.intake.nominations import Tip
from initiatives.applications.workflow import outgoing_mail
from initiatives.models import KoploperIndexPage

YES, NO = "ja", "nee"
SHORTEST_REASON, LONGEST_REASON = 30, 800  # characters


class NominationForm(StampedForm):
    naam = Line(
        label="Hoe heet het initiatief?",
        shortest=3,
        longest=100,
        missing="Vul de naam van het initiatief in",
    )
    waarom = Lines(
        label="Waarom draag je het voor?",
        shortest=SHORTEST_REASON,
        longest=LONGEST_REASON,
        rows=6,
        missing=f"Vertel in minstens {SHORTEST_REASON} tekens waarom je het initiatief voordraagt",
        help_text="Wat doen ze, en wat kunnen anderen ervan leren? Schrijf minstens 30 en hooguit "
        "800 tekens. Noem geen namen van cliënten of medewerkers.",
    )
    plaats = Line(
        label="Waar loopt het?",
        shortest=2,
        longest=120,
        missing="Vul in waar het initiatief loopt",
        help_text="De plaats of de regio. Bijvoorbeeld: Zwolle",
    )
    weet_ervan = OneOf(
        label="Weten de initiatiefnemers dat je dit doet?",
        help_text="Vraag het eerst aan hen.",
        choices=[(YES, "Ja"), (NO, "Nee")],
        missing="Geef aan of de initiatiefnemers weten dat je dit doet",
    )
    contact = Line(
        label="Met wie kunnen we daar praten?",
        shortest=2,
        longest=254,
        missing="Vul in met wie we kunnen praten",
        help_text="Een naam, of een functie bij een organisatie. Bijvoorbeeld: de projectleider "
        "van Zorgorganisatie Voorbeeld",
    )
    contact_email = EmailOfAnother(
        label="E-mailadres van die persoon",
        help_text="Weet je het niet? Dan zoeken we het zelf op.",
    )
    voornaam = FirstName(label="Je voornaam", missing="Vul je voornaam in")
    tussenvoegsel = Infix()
    achternaam = LastName(label="Je achternaam", missing="Vul je achternaam in")
    organisatie = OrganisationName(label="Je organisatie")
    email = Email(label="Je e-mailadres", help_text="Hierop krijg je een bevestiging.")

    def clean_weet_ervan(self) -> str:
        answer: str = self.cleaned_data["weet_ervan"]
        if answer == NO:
            raise ValidationError("Vraag de initiatiefnemers eerst om toestemming")
        return answer

    @property
    def must_ask_first(self) -> bool:
        """Tell whether the initiators do not know yet, so that this stops here."""
        return self.is_bound and self.data.get("weet_ervan") == NO

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        """Return the questions in two groups, each under its heading."""
        about = ("naam", "waarom", "plaats", "weet_ervan", "contact", "contact_email")
        return [
            ("Het initiatief", [self[name] for name in about]),
            ("Jouw gegevens", [field for field in self.questions if field.name not in about]),
        ]

    @property
    def tip(self) -> Tip:
        """Return what is told and by whom, of a valid form."""
        answers: dict[str, Any] = self.cleaned_data
        return Tip(
            name=answers["naam"],
            reason=answers["waarom"],
            place=answers["plaats"],
            contact=answers["contact"],
            contact_email=answers["contact_email"],
            first_name=answers["voornaam"],
            infix=answers["tussenvoegsel"],
            last_name=answers["achternaam"],
            organisation=answers["organisatie"],
            email=answers["email"],
        )


TOO_MANY = 429

# A browser may keep the page of one visitor, so that "back" still has what was typed.
kept_by_visitor = cache_control(private=True, no_cache=True)


@kept_by_visitor
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """Show the form to nominate an initiative; take what was filled in."""
    form = NominationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, "form.html", form=form)
    if form.is_in_haste:
        return _show(request, "form.html", form=form, notice="again")
    try:
        prospects.nominate(form.tip, form.key, limits.network_of(request))
    except limits.TooOften as refused:
        response = _show(request, "form.html", TOO_MANY, form=form, until=refused)
        response.headers["Retry-After"] = str(refused.seconds)
        return response
    return receipts.lead_to("koploper-nominated", address=form.tip.email)


@kept_by_visitor
@require_safe
def nominated(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the address tells nothing about who nominated what."""
    return _show(request, "receipt.html", address=receipts.address_typed(request))


def _show(request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
    koplopers = KoploperIndexPage.objects.live().first()
    trail = [*koplopers.breadcrumbs, koplopers] if koplopers else []
    context = {
        "koplopers": koplopers,
        "trail": trail,
        "hears_within": times.workdays(outgoing_mail.WORKDAYS_TO_HEAR),
        "kept_for": times.term(settings.KEEP_NOMINATION),
        **more,
    }
    return render(request, f"applications/nominate/{template}", context, status=status)
