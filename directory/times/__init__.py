"""When things happen: recurrence rules, opening hours and their words."""
