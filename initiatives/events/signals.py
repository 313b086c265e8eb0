"""What follows when a meeting is published, taken offline or deleted."""


def connect() -> None:
    """Connect every signal; called once, when the app is ready."""
