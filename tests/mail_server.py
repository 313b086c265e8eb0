"""A mail server in a thread of the test that refuses, stalls and hangs up where the test says."""

import asyncio
import email.policy
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port

PATIENCE = 30
HANG_UP = "hang up"
logging.getLogger("mail.log").setLevel(logging.WARNING)  # it would tell every command


@dataclass
class Stall:
    """A place where the server stops answering: who comes there waits until it is released."""

    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def wait_until_reached(self) -> None:
        assert self.reached.wait(PATIENCE), "Nobody came here."


class MailServer:
    """Listens on `port`; `accepted` has every message that it said "250" to.

    The places of `answers` and `stall_at` are "greeting", "sender", "data", and the address of a
    recipient or "recipient" for all of them.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.accepted: list[EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self._stalls: dict[str, Stall] = {}
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def settings(self) -> dict[str, str]:
        """Return what a process needs in its environment to send by this server."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.port)}

    def recipients(self) -> list[str]:
        return sorted(str(message["To"]) for message in self.accepted)

    def copies(self) -> Counter[str]:
        """Return how often each Message-ID was accepted."""
        return Counter(str(message["Message-ID"]) for message in self.accepted)

    @contextmanager
    def stall_at(self, place: str) -> Iterator[Stall]:
        """Keep who comes at a place waiting until the end of the block, or the release."""
        stall = self._stalls[place] = Stall()
        try:
            yield stall
        finally:
            del self._stalls[place]
            stall.released.set()

    async def _answer(self, server: Any, *places: str) -> str | None:
        """Return the refusal for these places, after any stall there."""
        for place in places:
            if stall := self._stalls.get(place):
                stall.reached.set()
                while not stall.released.is_set():
                    await asyncio.sleep(0.01)
        refusal = next((self.answers[place] for place in places if place in self.answers), None)
        if refusal == HANG_UP:
            server.transport.abort()
        return refusal

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name, as below
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        refusal = await self._answer(server, "greeting")
        return [refusal] if refusal else responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refusal := await self._answer(server, "sender"):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refusal := await self._answer(server, "recipient", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        if refusal := await self._answer(server, "data"):
            return refusal
        self.accepted.append(message_from_bytes(envelope.content, policy=email.policy.default))
        if self.answers.get("after data") == HANG_UP:
            asyncio.get_running_loop().call_later(0.05, server.transport.abort)
        return "250 OK"
