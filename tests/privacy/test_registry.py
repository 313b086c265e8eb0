"""Every column that can hold something of a person is declared, or somebody said why not."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps

from core.personal_data import registry

# What somebody may have typed.
TYPED = (models.CharField, models.TextField, models.JSONField, models.FileField)
# In declared models: what the site makes up itself, and what everybody may read.
OF_NOBODY = {
    "core.outgoingmail": {"key", "kind"},
    "core.access": {"kind"},
    "core.sitesettings": {"name", "tagline", "description", "menu", "footer", "footer_text"},
    "wagtailcore.modellogentry": {"object_id", "action"},
    "applications.application": {"saved_by"},
    "applications.applicationevent": {"kind"},
    "applications.conflictingdraft": {"step", "tab"},
    "applications.supplement": {"opened"},
    "auth.user": {"password"},
    "search.fruitlesssearch": {"digest"},
}


def may_hold_somebody(field: models.Field) -> bool:
    if field.is_relation or field.choices:
        return False
    if isinstance(field, ArrayField):
        return not field.base_field.choices and may_hold_somebody(field.base_field)
    return isinstance(field, TYPED)


def local_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if may_hold_somebody(field)]


def lacking(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that may be of a person, and of which nobody said a thing."""
    label = model._meta.label_lower
    fields = local_fields(model)
    if label in registry.undeclared():
        # Even then a column for an address is somebody's.
        fields = [field for field in fields if isinstance(field, models.EmailField)]
        return [f"{label}.{field.name}" for field in fields]
    declared = registry.declared_fields().get(label)
    if declared is None:
        return [f"{label}.{field.name}" for field in fields]
    said = declared | OF_NOBODY.get(label, set())
    return [f"{label}.{field.name}" for field in fields if field.name not in said]


def test_every_column_that_may_be_of_a_person_is_declared():
    missing = [each for model in apps.get_models() for each in lacking(model)]
    assert not missing, "Declare these in personal_data.py of their app:\n" + "\n".join(missing)


@isolate_apps("core")
def test_a_model_that_nobody_declared_is_noticed():
    class Visitor(models.Model):
        email = models.EmailField()
        remark = models.TextField()
        number = models.IntegerField()

        class Meta:
            app_label = "core"

    assert lacking(Visitor) == ["core.visitor.email", "core.visitor.remark"]


@pytest.mark.parametrize("one", registry.declarations(), ids=lambda one: one.model._meta.label)
def test_a_declaration_names_fields_that_there_are_and_says_what_people_read(one):
    for model, fields in [(one.model, one.fields), *((p.model, p.fields) for p in one.parts)]:
        for name in fields:
            assert model._meta.get_field(name)
    assert one.name
    assert one.whom
    assert one.purpose.endswith(".")
    assert one.term().endswith(".")
    assert one.erase or one.keeps is not registry.nothing_is_kept or "_nobody" in one.find.__name__


def test_a_model_is_either_declared_or_needs_no_declaration():
    assert not set(registry.declared_fields()) & set(registry.undeclared())
    known = {model._meta.label_lower for model in apps.get_models()}
    assert set(registry.undeclared()) <= known


def test_the_page_for_developers_names_every_term():
    page = (Path(__file__).parents[2] / "docs/personal-data.md").read_text()
    terms = [name for name in dir(settings) if name.startswith("KEEP_")]
    assert len(terms) > 12
    assert not [name for name in terms if f"`{name}`" not in page]
