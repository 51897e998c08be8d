"""Phones and an inbox on a page, instead of a provider."""
