"""Loads the applications of the demo, by the services with which people and staff make them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from core.models import Branch, Theme
from core.workdays import add_workdays
from home.demo.answers import answers_of, contact_of
from home.demo.pages import DemoPages
from home.demo.past import Past
from initiatives.applications.assessment import criteria
from initiatives.applications.consultation import advice_requests
from initiatives.applications.intake import form_data
from initiatives.applications.intake.nominations import Tip
from initiatives.applications.intake.prospects import nominate
from initiatives.applications.models import AdviceParty, Application, ReferenceNumber
from initiatives.applications.models.choices import AdviceValue, Role, Route, Verdict
from initiatives.applications.models.states import State
from initiatives.applications.workflow import audit_log
from initiatives.applications.workflow.actions import APPLICANT, Action, Actor
from initiatives.applications.workflow.engine import apply, begin
from initiatives.choices import Criterion
from initiatives.models import InitiativePage, LabourMarketRegion

Table = dict[str, Any]
VERDICTS = {"V": Verdict.MET, "N": Verdict.NOT_MET, "?": Verdict.UNCLEAR}
MOTIVATIONS = {
    Verdict.MET: "De uitleg is duidelijk, en er staan voorbeelden bij die dit laten zien.",
    Verdict.NOT_MET: "Dit staat niet in de aanmelding. Ook na navraag bleek het er niet te zijn.",
    Verdict.UNCLEAR: "De uitleg is te algemeen. Een voorbeeld van de werkvloer ontbreekt nog.",
}
ALONE = "Er doet één organisatie mee. Dit criterium vraagt er minstens twee."
ADVICE = {
    AdviceValue.POSITIVE: "Wij kennen het initiatief en zien dat het werkt.",
    AdviceValue.NEGATIVE: "De aanpak lijkt te veel op wat er in de regio al is.",
}
EVERYBODY_FOR_IT = dict.fromkeys(AdviceParty.Kind.values, AdviceValue.POSITIVE)
HOURS = time(10, 30)


@dataclass(frozen=True)
class Advisers:
    """Who tests an application is not who decides about it."""

    first: Actor
    second: Actor

    @classmethod
    def of(cls, first: User, second: User) -> "Advisers":
        return cls(Actor(Role.ADVISER, first.pk), Actor(Role.ADVISER, second.pk))


class Applications:
    """One run. There is nothing to do when there is any application already."""

    def __init__(self, loader: DemoPages, content: Table, advisers: Advisers) -> None:
        self.loader = loader
        self.content = content
        self.advisers = advisers
        self.past = Past(timezone.now())

    def finish(self) -> None:
        """Make all of them, when the pages that they lead to are there."""
        if Application.objects.exists():
            return
        self.loader.added = True
        for party in AdviceParty.objects.filter(email=""):
            party.email = f"advies-{party.pk}@voorbeeld.example"
            party.save()
        with self.past:
            for table in self.content["application"]:
                self._application(table)
            for nth in range(11, 25):
                self._potential(nth, self.content["potential"])

    # What is done, in order

    def _application(self, table: Table) -> None:
        application = self._draft(table)
        if table["state"] in (State.INVITED, State.DRAFT):
            return
        self._at(self._sent(table))
        application = self._did(application, Action.SUBMIT, APPLICANT)
        application = self.past.settle(application, submitted_at=self.past.moment)
        self._renumber(application)
        if table["state"] == State.SUBMITTED:
            return
        steps = table.get("steps") or self._usual_steps(table)
        self._at(steps["take_up"])
        application = self._did(application, Action.TAKE_UP, self.advisers.first)
        self._at(steps["judge"])
        self._judge(application, table["verdicts"])
        if table["state"] == State.SUPPLEMENT_ASKED:
            self._ask(application, table, steps)
        elif table["state"] == State.REJECTED:
            self._at(steps["decide"])
            application = self._did(
                application, Action.REJECT, self.advisers.second, reason=table["reason"]
            )
            self.past.settle(application, decided_at=self.past.moment)
        else:
            self._consult_and_decide(application, table, steps)

    def _draft(self, table: Table) -> Application:
        """Return it as its applicant left it, by whichever way it came in."""
        begun = table.get("started", table.get("invited", 0)) or self._sent(table, weeks_before=2)
        self._at(begun)
        application = self._known(table)
        if application.state == State.POTENTIAL:
            application = self._did(application, Action.INVITE, self.advisers.first)
            if table["state"] == State.INVITED:
                return application
            application = self._did(application, Action.START, APPLICANT)
        application.answers = answers_of(table)
        form_data.copy_to_columns(application)
        return self.past.settle(application, created_at=self.past.moment)

    def _known(self, table: Table) -> Application:
        """Return it as it was known first: as a draft, by a nomination, or by who approached it."""
        if table["route"] == Route.SELF:
            new = begin(Application(), Action.START, APPLICANT)
        else:
            new = self._add(table["number"], table["name"], table["route"], table["regions"])
            self._choose(new, table["themes"], table["branches"], table["regions"])
        contact = contact_of(table["number"])
        Application.objects.filter(pk=new.pk).update(
            **{name: contact[name] for name in ("first_name", "last_name", "email")},
            created_at=self.past.moment,
        )
        return self.past.settle(new)

    def _add(self, number: int, name: str, route: str, regions: list[str]) -> Application:
        if route != Route.NOMINATED:
            return begin(Application(name=name, route=route), Action.ADD, self.advisers.first)
        region = LabourMarketRegion.objects.get(slug=regions[0])
        tip = Tip(
            name=name,
            reason=self.content["potential"]["reason"],
            place=region.name,
            contact="de projectleider",
            contact_email=contact_of(number)["email"],
            first_name="Tipgever",
            infix="",
            last_name=contact_of(number)["last_name"],
            organisation="",
            email=f"tipgever-{number}@voorbeeld.example",
        )
        nominate(tip, uuid.uuid4(), network="")
        return Application.objects.latest("pk")

    def _potential(self, number: int, table: Table) -> None:
        nth = number - 11
        self._at(5 + nth * 3)
        regions = [table["regions"][nth]]
        name, route = f"Potentieel initiatief {number}", table["routes"][nth]
        application = self._add(number, name, route, regions)
        themes, branches = table["themes"], table["branches"]
        self._choose(
            application,
            [themes[nth % len(themes)]],
            [branches[nth % len(branches)]],
            regions,
        )
        self.past.settle(application, created_at=self.past.moment)

    @staticmethod
    def _choose(
        application: Application, themes: list[str], branches: list[str], regions: list[str]
    ) -> None:
        application.themes.set(Theme.objects.filter(slug__in=themes))
        application.branches.set(Branch.objects.filter(slug__in=branches))
        application.regions.set(LabourMarketRegion.objects.filter(slug__in=regions))

    def _judge(self, application: Application, verdicts: str) -> None:
        version = application.versions.latest("number")
        found = {}
        for criterion, letter in zip(Criterion, verdicts, strict=True):
            verdict = VERDICTS[letter]
            is_alone = criterion == Criterion.COLLABORATE and verdict == Verdict.NOT_MET
            found[criterion] = (verdict, ALONE if is_alone else MOTIVATIONS[verdict])
        criteria.judge(application, self.advisers.first, version, found)

    def _ask(self, application: Application, table: Table, steps: Mapping[str, int]) -> None:
        self._at(steps["ask"])
        asked = {
            "question": table["question"],
            "opened": table["opened"],
            "deadline": timezone.localdate() + timedelta(days=14 - steps["ask"]),
        }
        self._did(application, Action.ASK_SUPPLEMENT, self.advisers.first, **asked)

    def _consult_and_decide(
        self, application: Application, table: Table, steps: Mapping[str, Any]
    ) -> None:
        self._at(steps["consult"])
        application = self._did(application, Action.CONSULT, self.advisers.first)
        is_decided = table["state"] in (State.ADMITTED, State.INTRODUCED)
        self._advise(application, EVERYBODY_FOR_IT if is_decided else table["advice"])
        due_on = add_workdays(timezone.localdate(self.past.moment), advice_requests.TERM)
        application.advices.update(due_on=due_on)
        if is_decided:
            self._at(steps["decide"])
            self._admit(application, table)

    def _advise(self, application: Application, given: Mapping[str, str]) -> None:
        """Give the advice that the content names, by kind of party; some say it for all of them."""
        said: set[str] = set()
        for row in application.advices.select_related("party", "application"):
            kind = row.party.kind
            if kind in given and (kind not in said or given is EVERYBODY_FOR_IT):
                said.add(kind)
                value = AdviceValue(given[kind])
                advice_requests.give(row, value, ADVICE[value])
                application.advices.filter(pk=row.pk).update(given_at=self.past.moment)
        self.past.deliver(application)

    def _admit(self, application: Application, table: Table) -> None:
        """Admit it; its page was there before the demo had applications."""
        Application.objects.filter(pk=application.pk).update(may_publish=False)
        application = self._did(application, Action.ADMIT, self.advisers.second, reason="")
        page = InitiativePage.objects.get(slug=table["page"])
        meeting = self.loader.pages[table["meeting"]] if "meeting" in table else None
        application = self.past.settle(
            application,
            decided_at=self.past.moment,
            page=page,
            may_publish=True,
            text_approved_at=self.past.moment,
            approved_revision=page.latest_revision,
            introduction=meeting,
        )
        if meeting:
            audit_log.record(application, Action.PLAN_INTRODUCTION, self.advisers.first)
        if application.introduction and table["state"] == State.INTRODUCED:
            self._at(timezone.localdate(application.introduction.starts_at))
            self._did(application, Action.INTRODUCE, self.advisers.first)

    def _did(
        self, application: Application, action: Action, actor: Actor, **details: Any
    ) -> Application:
        return self.past.settle(apply(application, action, actor, **details))

    # When it was done

    def _sent(self, table: Table, weeks_before: int = 0) -> date:
        today = timezone.localdate()
        day = table.get("sent_on") or today - timedelta(days=table["sent"])
        return day - timedelta(weeks=weeks_before)

    def _usual_steps(self, table: Table) -> dict[str, Any]:
        """Return the days of a case that went as it should, from sending to decision."""
        sent_on = self._sent(table)
        decided_on = table.get("decided_on")
        if decided_on is None:
            decided_on = timezone.localdate() - timedelta(days=table["decided"])
        return {
            "take_up": add_workdays(sent_on, 2),
            "judge": add_workdays(sent_on, 9),
            "consult": add_workdays(sent_on, 10),
            "decide": decided_on,
        }

    def _at(self, when: int | date) -> None:
        """Let what follows happen so many days ago, or on this day."""
        day = when if isinstance(when, date) else timezone.localdate() - timedelta(days=when)
        moment = timezone.make_aware(datetime.combine(day, HOURS))
        self.past.moment = min(moment, timezone.now())

    def _renumber(self, application: Application) -> None:
        """Give it the number that it would have got in the year in which it was sent."""
        year, now = timezone.localdate(self.past.moment).year, timezone.localdate().year
        if year == now:
            return
        ReferenceNumber.objects.filter(year=now).update(last=F("last") - 1)
        counter, _ = ReferenceNumber.objects.get_or_create(year=year)
        counter.last += 1
        counter.save()
        reference = f"KL-{year}-{counter.last:04}"
        Application.objects.filter(pk=application.pk).update(reference=reference)
