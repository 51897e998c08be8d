"""Ready plans: steps, things to do and a year of contacts that usually go together, made for a person in one go."""
