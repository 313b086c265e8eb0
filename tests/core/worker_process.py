"""A worker that starts at once: forked from a process that has read all code of the site."""

import os

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.processes import end_with_parent

django.setup()


def work(database: str, mail_port: int) -> None:
    """Do what `manage.py worker` does, on this database and with this mail server."""
    end_with_parent()
    connection.settings_dict["NAME"] = database
    settings.EMAIL_PORT = mail_port
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where it logs that mail servers go away
    call_command("worker")
