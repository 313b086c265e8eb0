"""Tells that pages say something else than before, though nobody saved them.

A page may show what is kept elsewhere, such as a list of organisations. Who keeps that sends
`changed` with the `keys` of those pages; what follows texts of pages, such as search, listens.
"""

from django.dispatch import Signal

changed = Signal()
