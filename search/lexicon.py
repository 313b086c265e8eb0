"""Words that the site's Dutch is made of: what says nothing, and the parts of long words.

The parts begin with those of the domain guide, paragraph 12; the rest comes from what editors
wrote.
A part too many costs more than a part too few: a split that is wrong finds what nobody asked for.
"""

_SAYS_NOTHING = """
    aan af al als altijd andere ben bent bij dan dat de der deze die dit doch doen door dus een eens
    en er ge geen had heb hebben heeft hem het hier hij hoe hun iets ik in is ja je jij jou jouw
    jullie kan kon kun kunnen kunt me meer men met mij mijn moet moeten naar nee niet nog nu of om
    omdat ons onze ook op over reeds s t te tegen toch toen tot u uit uw van veel voor want waren
    was wat we wel wie wij wil wilt word worden wordt waar welk welke zal ze zei zelf zich zij
    zijn zo zonder zou zullen
"""

# What compounds are made of, in the form in which they stand inside a longer word.
_PARTS = """
    personeel tekort koploper netwerk bijeenkomst initiatief zorg welzijn organisatie medewerker
    werkgever werknemer arbeid markt regio onderwijs instelling verpleeg huis zieken
    gehandicapten jeugd ouderen thuis huisartsen kraam ambulance kinder opvang leer proces
    traject werk vloer druk plezier actie plan programma zij instroom instromer uitstroom
    verzuim behoud innovatie technologie samenwerking verband verander facilitator pool aanpak
    ontwikkeling opleiding stage plek functie gezondheid domein kennis deling uitwisseling thema
    groep bestuur coach begeleiding wijk team adviseur advies afdeling apotheek assistent avond
    begeleider bezoek buurt bureau centrum cursus dag dienst examen exit formulier gesprek gids
    hulp huisarts jongeren kamer kring kwaliteit leerling leider les lijn lijst loopbaan middel
    nacht opleider pauze praktijk privacy project regel rooster ruil school sessie stap student
    tafel telefoon tijd verklaring verlener verpleegkundige verpleging verzorgende voorziening
    vorm vraag wacht week winkel woon zeggenschap
"""

STOP_WORDS = frozenset(_SAYS_NOTHING.split())
PARTS = frozenset(_PARTS.split())

# What Dutch puts between two parts: zorg-s-vraag does not exist, but regering-s-plan does.
LINKS = ("", "s", "en", "n", "e", "er")
