"""What reaches people by itself: a locality's reminder plans, and a year of contacts with call and recall."""
