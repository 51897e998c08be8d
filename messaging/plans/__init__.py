"""Reminder plans: which texts go round an event, decided by a locality and not by the code."""
