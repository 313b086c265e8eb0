"""A label never says of an answer that it may be left out when leaving it out is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from core.questions import QuestionForm, Tick
from facilitators import consents
from facilitators.choices import Availability
from facilitators.contact.forms import ContactForm as QuestionToFacilitator
from facilitators.self_service.forms import (
    ApplicationForm,
    AvailabilityForm,
    ContactForm,
    PhotographForm,
)
from facilitators.self_service.text_forms import TextForm
from initiatives.applications.application_form.nomination_views import NominationForm
from initiatives.applications.consultation_pages.views import AdviceForm
from initiatives.applications.status_pages.forms import EndForm
from initiatives.applications.status_pages.forms import TextForm as TextOfKoploper
from initiatives.events.forms import DetailsForm, RegistrationForm
from tests.factories import facilitator_index

pytestmark = pytest.mark.django_db

FORMS: list[type[QuestionForm]] = [
    AdviceForm,
    ApplicationForm,
    AvailabilityForm,
    ContactForm,
    DetailsForm,
    EndForm,
    NominationForm,
    PhotographForm,
    QuestionToFacilitator,
    RegistrationForm,
    TextForm,
    TextOfKoploper,
]
# Questions that only a typed answer brings up, with such an answer.
TYPED = {"webadres": "www.voorbeeld.example", "jaar": "2099", "maand": "5"}


def ways_to_answer(form: QuestionForm) -> Iterator[dict[str, Any]]:
    """Yield nothing, then each single choice, each tick and each of TYPED."""
    yield {}
    for name, field in form.fields.items():
        if name in TYPED:
            yield {name: TYPED[name], "beschikbaarheid": Availability.NOT_NOW}
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            values = [value for value, _ in choices]
            if isinstance(field, forms.MultipleChoiceField):
                yield {name: values[:1]}
            else:
                yield from ({name: value} for value in values)
        elif isinstance(field, Tick):
            yield {name: "on"}


@pytest.mark.parametrize("made", FORMS, ids=lambda made: made.__qualname__)
def test_what_may_be_left_out_is_never_asked_for(made: type[QuestionForm]) -> None:
    for given in ways_to_answer(made()):
        form = made(given)
        left_out = [name for name in form.errors if name in form.fields and name not in given]
        for name in left_out:
            if isinstance(form.fields[name], Tick):
                continue  # says nothing of it
            words = render_to_string("components/optional.html", {"field": form[name]}).strip()
            assert "niet verplicht" not in words, (name, given)


def test_a_label_says_when_an_answer_is_needed() -> None:
    for name, said in (
        ("voornaam", "(verplicht als je jezelf aanmeldt)"),
        ("bureau", "(verplicht als je een bureau aanmeldt)"),
        ("tussenvoegsel", "(niet verplicht)"),
    ):
        words = render_to_string("components/field.html", {"field": TextForm()[name]})
        assert said in words


def test_the_vision_can_be_read_where_it_is_agreed_with(client: Any) -> None:
    pool = facilitator_index()
    shown = client.get(f"{pool.get_url()}aanmelden/").content.decode()
    assert "Lees de gezamenlijke visie" in shown
    assert "We beginnen bij een vraag uit het werk zelf." in shown
    type(pool).objects.update(vision="<p>Zoals de beheerder het schrijft.</p>")
    assert "Zoals de beheerder het schrijft." in render_to_string(
        "components/field.html", {"field": ContactForm()["visie"]}
    )
    assert consents.VISION in shown
