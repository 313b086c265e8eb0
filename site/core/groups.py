"""The names of the groups that home's migrations make, for code that has to find one."""

AUTHORS = "Auteur"
EDITORS = "Redacteur"
POOL_MANAGERS = "Beheerder Facilitators Pool"
ADVISERS = "Adviseur Koplopernetwerk"
