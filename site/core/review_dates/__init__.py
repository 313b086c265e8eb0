"""Every page is looked at again: by whom, when, and what is said when nobody does."""
