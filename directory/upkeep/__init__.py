"""Keeping listings right: who changes them, what was changed, and whether it is still so."""
