"""Words that the site's Dutch is made of, beside the dictionary: what says nothing, what it lacks.

What the dictionary (simplemma) gets wrong stands here for good. Editors mend what bothers them
today with a synonym, which needs no new index.
"""

_SAYS_NOTHING = """
    aan af al als altijd andere ben bent bij dan dat de der deze die dit doch doen door dus een eens
    en er ge geen had heb hebben heeft hem het hier hij hoe hun iets ik in is ja je jij jou jouw
    jullie kan kon kun kunnen kunt me meer men met mij mijn moet moeten naar nee niet nog nu of om
    omdat ons onze ook op over reeds s t te tegen toch toen tot u uit uw van veel voor want waren
    was wat we wel wie wij wil wilt word worden wordt waar welk welke zal ze zei zelf zich zij
    zijn zo zonder zou zullen
"""

# Somebody who asks a question types these; they help to find nothing.
_ASKS = """
    bestaat doe doet eigenlijk ga gaan gaat graag hebt hoeveel mag mogen wanneer waarheen waarmee
    waarom waarover waarvan waarvoor welk welke werden weten zoek zoeken zoekt hoelang
"""

# Words that the dictionary does not have and of which longer ones are made.
_OF_OURS = """
    exit facilitator ggz ict instromer instroom mbo noord oost privacy uitstroom welzijn
    west wmo zij
"""

# What the dictionary takes for another word, and the word it is.
_MISTAKEN = """
    dagje:dag dagjes:dag kasten:kast rek:rek rekken:rek rijden:rijden reed:rijden vers:vers
    verse:vers ster:ster sterren:ster best:best beter:beter den:den
    kosten:kosten kost:kosten tekort:tekort tekorten:tekort
    ouder:ouder ouders:ouder ouderen:ouder zeven:zeven merkte:merk gemerkt:merk
    oefende:oefen oefenden:oefen geslaagd:slaag geslaagde:slaag slaagt:slaag slaagden:slaag
    hoef:hoef hoeft:hoef hoefde:hoef hoefden:hoef geel:geel gele:geel kat:kat katten:kat
    versneller:versneller versnellers:versneller
"""

# Short words that do make longer ones; other parts have four letters at least.
_SHORT_PARTS = "dag les zij ggz mbo hbo ict wmo weg bed job app wet"

# What is no part of a longer word, though it is a word: endings, and beginnings of verbs.
_NO_PARTS = """
    aard achter achtig acht afro anti chap baar binnen boven buiten dering ding donder door elijk
    elen enk ende ent eren erij foon haag heid ieder immer ing inter jaar kelijk lappen lijk
    lijks ling loos maan naar naver neder onder over para poli rijk rijns ring root samen schap
    schappelijk sing some tegen temp teren terug tief tijk toren trans treek tussen vaar vaardig
    verg vergel verder vers verslav verwar volgens volks voor waard waardig
    weder zaam zaans zeg zelf zonder
"""

# What is parted from its verb in a sentence: meld je aan.
_PARTICLES = "aan af bij in mee na om op over terug toe uit vast voor weg"

# Words that look like made of others, but mean something of their own.
_ONE_WORD = """
    beheer gemeente gesprek kantoor koploper kwartier maatschappelijk medewerkster netwerk planten
    praktijk reactie tekort tekortkoming vraag zorgvuldig zorgzaam
"""

STOP_WORDS = frozenset(_SAYS_NOTHING.split())
QUESTION_WORDS = frozenset(_ASKS.split())
OWN_WORDS = frozenset(_OF_OURS.split())
MISTAKEN = dict(pair.split(":") for pair in _MISTAKEN.split())
PARTICLES = frozenset(_PARTICLES.split())
SHORT_PARTS = frozenset(_SHORT_PARTS.split())
NO_PARTS = frozenset(_NO_PARTS.split())
ONE_WORD = frozenset(_ONE_WORD.split())

# What Dutch puts between two parts: zorg-s-vraag does not exist, but regering-s-plan does.
LINKS = ("", "s", "en", "n", "e", "er")
