"""Bringing listings in: a source of any form made into rows, cleaned, checked and written, and a report of all that happened."""
