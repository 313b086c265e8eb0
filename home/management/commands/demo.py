import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from core.groups import ADVISERS
from home.demo.applications import Advisers
from home.demo.load import load
from home.demo.scale import scale

ACCOUNTS = {
    "beheerder": "Beheerder",
    "redacteur": "Redacteur",
    "auteur": "Auteur",
    "poolbeheerder": "Beheerder Facilitators Pool",
    # Two, because who tests an application does not decide about it.
    "adviseur": ADVISERS,
    "tweede-adviseur": ADVISERS,
}


class Command(BaseCommand):
    help = "Loads the demo content and accounts. What is there already is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also when DEBUG is off")
        parser.add_argument(
            "--scale", type=int, default=0, metavar="N", help="add N generated articles as well"
        )

    def handle(self, *, force: bool, scale: int, **options: Any) -> None:
        if not (settings.DEBUG or force):
            raise CommandError(
                "This loads invented content and accounts with a known password. "
                "Outside DEBUG that needs --force."
            )
        password = self._accounts()
        people = get_user_model().objects.in_bulk(list(ACCOUNTS), field_name="username")
        added = load(
            lambda line: self.stdout.write(f"  {line}"),
            people["redacteur"],
            people["auteur"],
            Advisers.of(people["adviseur"], people["tweede-adviseur"]),
        )
        if scale:
            self._scale(scale)
        self.stdout.write("Demo content loaded." if added else "Demo content was there already.")
        self.stdout.write(f"Log-ins: {', '.join(ACCOUNTS)}; password: {password}")

    def _accounts(self) -> str:
        """Make the accounts, and return their password.

        A random one is kept beside the local data, so that the next start can print it again.
        """
        kept = settings.VAR / "demo-password"
        password = os.environ.get("DEMO_PASSWORD") or (
            kept.read_text().strip() if kept.exists() else secrets.token_urlsafe(9)
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(password)
        for name, group in ACCOUNTS.items():
            user, created = get_user_model().objects.get_or_create(
                username=name, defaults={"email": f"{name}@actieleernetwerk.example"}
            )
            if created:
                user.groups.add(Group.objects.get(name=group))
            if not user.check_password(password):
                user.set_password(password)
                user.save()
        return password

    def _scale(self, number: int) -> None:
        for done in scale(number):
            self.stdout.write(f"\r  {done:,} of {number:,} generated articles", ending="")
            self.stdout.flush()
        self.stdout.write("")
