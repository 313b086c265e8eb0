"""How the choices of a profile are said within a sentence."""

from facilitators.choices import Deployment, GroupSize, HelpQuestion, Level

# Behind "facilitators om …".
TO_DO: dict[str, str] = {
    HelpQuestion.GUIDE_GROUPS: "groepen te begeleiden",
    HelpQuestion.ACTION_LEARNING: "actieleren te ontwerpen",
    HelpQuestion.VISION: "een visie te ontwikkelen",
    HelpQuestion.BOTTLENECK: "een knelpunt aan te pakken",
    HelpQuestion.CREATIVE: "creatief te denken",
    HelpQuestion.CONNECT: "de juiste mensen bij elkaar te brengen",
}
# What a facilitator does.
DOES: dict[str, str] = {
    HelpQuestion.GUIDE_GROUPS: "begeleidt groepen",
    HelpQuestion.ACTION_LEARNING: "ontwerpt actieleren",
    HelpQuestion.VISION: "helpt een visie te ontwikkelen",
    HelpQuestion.BOTTLENECK: "helpt een knelpunt aan te pakken",
    HelpQuestion.CREATIVE: "helpt creatief te denken",
    HelpQuestion.CONNECT: "brengt de juiste mensen bij elkaar",
}
SIZES: dict[str, str] = {
    GroupSize.SMALL: "kleine",
    GroupSize.MIDDLE: "middelgrote",
    GroupSize.LARGE: "grote",
}
LEVELS: dict[str, str] = {
    Level.WORK_FLOOR: "werkvloer en teams",
    Level.MANAGEMENT: "management",
    Level.BOARD: "bestuurlijk",
    Level.STRATEGIC: "strategisch",
    Level.INTEGRAL: "integraal",
}
WORKS_AT: dict[str, str] = {
    Level.WORK_FLOOR: "werkt met teams op de werkvloer",
    Level.MANAGEMENT: "werkt met het management",
    Level.BOARD: "werkt op bestuurlijk niveau",
    Level.STRATEGIC: "werkt op strategisch niveau",
    Level.INTEGRAL: "werkt met meerdere lagen of organisaties samen",
}
DEPLOYMENTS: dict[str, str] = {
    Deployment.ONE_MEETING: "één bijeenkomst",
    Deployment.SERIES: "een reeks bijeenkomsten",
    Deployment.CHANGE: "een compleet verandertraject",
    Deployment.STRATEGY: "meedenken over strategie",
}


def lower_first(words: str) -> str:
    """Return the words as they stand within a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def in_a_row(words: list[str]) -> str:
    """Join words as they all hold: a, b en c."""
    return " en ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
