"""Referring in: somebody asks us to help a person, and hears what became of it."""
