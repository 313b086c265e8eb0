"""What must be found and what must not: domain guide, paragraph 12. A question and a text."""

MUST_FIND = [
    ("personeel tekort", "personeelstekort"),
    ("personeelstekort", "tekort aan personeel"),
    ("tekort", "personeelstekorten"),
    ("initiatief", "koploperinitiatieven"),
    ("verpleeghuis", "verpleeghuizen"),
    ("ziekenhuis", "ziekenhuizen"),
    ("leerproces", "leerprocessen"),
    ("organisatie", "zorgorganisaties"),
    ("bijeenkomst juni", "Koploperbijeenkomsten in juni"),
    ("ggz", "Geestelijke gezondheidszorg"),
    ("coordinator", "coördinator"),
    ("themas", "thema’s"),
    ("regios", "regio's"),
    ("zijinstroom", "zij-instroom"),
    ("zij-instroom", "zijinstroom"),
    ("noord oost", "Noord-Oost"),
    ("facilitatorspool", "Facilitators Pool"),
    ("facilitators pool", "de Facilitatorspool"),
    ("actieleren", "Actie leren"),
]
MUST_NOT_FIND = [
    ("zorg", "zorgvuldig"),
    ("actie", "reactie"),
    ("tekort", "tekortkoming"),
    ("leer", "beheer"),
    ("stage", "nostalgie"),
    ("plan", "planten"),
    ("team", "thema"),
    ("ster", "medewerkster"),
    ("regio", "registratie"),
]
