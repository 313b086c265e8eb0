"""What visitors come to do with an initiative, for search."""

from functools import partial

from django.urls import reverse

from core.top_tasks import TopTask

TOP_TASKS = (
    TopTask(
        "Aanmelden als Koploper",
        "Vertel over jullie initiatief in zes stappen. Je kunt tussendoor stoppen.",
        (
            "koploper worden",
            "hoe word ik koploper",
            "koploper aanmelden",
            "koploper inschrijven",
            "koploper aanvragen",
            "koploper opgeven",
            "koploper meedoen",
            "koploper formulier",
            "initiatief aanmelden",
            "initiatief indienen",
            "initiatief opgeven",
            "aanmelding initiatief",
            "aanmeldformulier",
            "aanmelden",
        ),
        partial(reverse, "koploper-apply"),
    ),
    TopTask(
        "Draag een initiatief voor",
        "Ken je een initiatief van anderen dat erbij hoort? Vertel het ons.",
        (
            "initiatief voordragen",
            "koploper voordragen",
            "voordragen",
            "nomineren",
            "initiatief tip",
        ),
        partial(reverse, "koploper-nominate"),
    ),
    TopTask(
        "Ga verder met je aanmelding",
        "Begonnen als Koploper en nog niet verstuurd? Vraag een link om verder te gaan.",
        (
            "verder aanmelding",
            "aanmelding afmaken",
            "aanmelding bewaren",
            "bewaarde aanmelding",
            "concept aanmelding",
            "formulier afmaken",
            "verder formulier",
        ),
        partial(reverse, "koploper-link"),
    ),
    TopTask(
        "Bekijk of verander je aanmelding",
        "Vraag een link naar de aanmelding die je al verstuurde.",
        (
            "status aanmelding",
            "aanmelding bekijken",
            "aanmelding veranderen",
            "aanmelding wijzigen",
            "aanmelding aanpassen",
            "aanmelding intrekken",
            "aanmelding aanvullen",
            "mijn aanmelding",
            "link kwijt",
        ),
        partial(reverse, "application-link"),
    ),
)
