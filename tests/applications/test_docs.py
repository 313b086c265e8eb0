"""The page that explains applications says what the code does."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from initiatives.applications.management.commands import transitions
from initiatives.applications.transitions import TRANSITIONS

PAGE = Path(settings.ROOT) / "docs" / "apps" / "applications.md"


def test_the_docs_show_the_table_of_transitions_as_it_is():
    printed = StringIO()
    call_command("transitions", stdout=printed)
    assert printed.getvalue().strip() in PAGE.read_text(), "Paste what `manage.py transitions` says"


def test_the_drawing_has_an_arrow_for_each_way():
    arrows = [line for line in transitions.drawing().splitlines() if " --> " in line]
    assert len(arrows) == sum(len(row.sources) + row.begins for row in TRANSITIONS)


def test_every_setting_that_the_docs_name_is_there():
    named = {word for word in PAGE.read_text().split("`") if word.isupper() and "_" in word}
    assert {"FOUR_EYES", "VWS_APPOINTS"} <= named
    assert [name for name in named if not hasattr(settings, name)] == []
