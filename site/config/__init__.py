"""How the site is put together: settings, addresses and the processes that serve it."""

__version__ = "0.1.0"
