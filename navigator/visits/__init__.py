"""Contacts and visits: what was arranged with a person, what happened, and a day's round."""
