"""What a browser calls itself, in words by which somebody knows their own."""

# In this order: most browsers also claim to be one of those further down.
NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "een Chromebook"),
    ("Mac OS X", "een Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Onbekende browser"


def described(user_agent: str) -> str:
    """Return a few words for the header User-Agent: "Firefox op Windows".

    No version and no model: it need not tell more than its reader knows.
    """
    name = next((word for mark, word in NAMES if mark in user_agent), UNKNOWN)
    system = next((word for mark, word in SYSTEMS if mark in user_agent), "")
    return f"{name} op {system}" if system else name
