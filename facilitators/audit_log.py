"""What the history of a profile can say; it names no people."""

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from facilitators.models.profiles import Profile

ACTIONS = {
    "apply": ("Aanmelden", "Aangemeld voor de Pool"),
    "add": ("Toevoegen", "Toegevoegd door een beheerder"),
    "again": ("Opnieuw aanmelden", "Opnieuw aangemeld met hetzelfde adres"),
    "confirm_address": ("Adres bevestigen", "E-mailadres bevestigd"),
    "invite": ("Uitnodigen", "Uitgenodigd om het profiel zelf bij te houden"),
    "new_address": ("Adres wijzigen", "Nieuw e-mailadres ingesteld, nog niet bevestigd"),
    "take_up": ("In beoordeling nemen", "In beoordeling genomen"),
    "publish": ("Publiceren", "Gepubliceerd"),
    "reject": ("Afwijzen", "Afgewezen"),
    "pause": ("Pauzeren", "Gepauzeerd"),
    "pause_silent": ("Pauzeren", "Gepauzeerd: geen antwoord op ‘Klopt je profiel nog?’"),
    "resume": ("Hervatten", "Weer online gezet"),
    "remove": ("Verwijderen", "Verwijderd, teksten gewist"),
    "forget": ("Wissen", "Persoonsgegevens gewist: de bewaartermijn was om"),
    "erase": ("Wissen op verzoek", "Persoonsgegevens gewist op verzoek"),
    "submit_change": ("Wijziging insturen", "Wijziging ingestuurd"),
    "submit_photograph": ("Foto insturen", "Foto ingestuurd"),
    "withdraw_photograph": ("Foto weghalen", "Foto weggehaald en gewist"),
    "approve_change": ("Wijziging goedkeuren", "Wijziging goedgekeurd"),
    "refuse_change": ("Wijziging afwijzen", "Wijziging niet geplaatst"),
    "availability": ("Beschikbaarheid", "Beschikbaarheid aangepast"),
    "contact": ("Contact", "Contactgegevens of toestemming aangepast"),
    "link": ("Link vragen", "Nieuwe persoonlijke link gestuurd"),
    "ask": ("Klopt het nog?", "Gevraagd of het profiel nog klopt"),
    "still_right": ("Klopt nog", "Facilitator liet weten dat het profiel klopt"),
}


@hooks.register("register_log_actions")
def register_actions(registry: LogActionRegistry) -> None:
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"facilitators.profile.{name}", label, message)


def record(profile: Profile, name: str, user: AbstractBaseUser | None = None) -> None:
    """Write in the history what happened; `name` is one of ACTIONS, `user` who did it, if staff."""
    title = f"Profiel {profile.pk}"
    log(instance=profile, action=f"facilitators.profile.{name}", user=user, title=title)
