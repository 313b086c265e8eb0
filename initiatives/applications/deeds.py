"""What can be done with an application: the keys by which table, log and addresses know it."""

from enum import StrEnum


class Deed(StrEnum):
    """One for each transition of the domain guide, paragraph 6.2 (T1-T17), and two of ours."""

    ADD = "add"
    INVITE = "invite"
    START = "start"
    SUBMIT = "submit"
    TAKE_UP = "take_up"
    ASK_SUPPLEMENT = "ask_supplement"
    SEND_SUPPLEMENT = "send_supplement"
    CONSULT = "consult"
    BACK_TO_REVIEW = "back_to_review"
    PROPOSE = "propose"
    ADMIT = "admit"
    REJECT = "reject"
    PLAN_INTRODUCTION = "plan_introduction"
    INTRODUCE = "introduce"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REAPPLY = "reapply"
    END = "end"
    REOPEN = "reopen"


# How each reads afterwards.
DONE = {
    Deed.ADD: "Potentiële Koploper toegevoegd",
    Deed.INVITE: "Uitgenodigd",
    Deed.START: "Aanmelding begonnen",
    Deed.SUBMIT: "Aanmelding verstuurd",
    Deed.TAKE_UP: "In behandeling genomen",
    Deed.ASK_SUPPLEMENT: "Aanvulling gevraagd",
    Deed.SEND_SUPPLEMENT: "Aanvulling verstuurd",
    Deed.CONSULT: "Voorgelegd voor advies",
    Deed.BACK_TO_REVIEW: "Terug naar toetsing",
    Deed.PROPOSE: "Voorgedragen aan VWS",
    Deed.ADMIT: "Toegelaten",
    Deed.REJECT: "Niet toegelaten",
    Deed.PLAN_INTRODUCTION: "Introductie gepland",
    Deed.INTRODUCE: "Introductie vastgelegd",
    Deed.WITHDRAW: "Ingetrokken",
    Deed.LAPSE: "Vervallen",
    Deed.REAPPLY: "Opnieuw aangemeld",
    Deed.END: "Deelname beëindigd",
    Deed.REOPEN: "Besluit heropend",
}
