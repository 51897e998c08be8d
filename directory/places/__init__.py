"""Where things are: the gazetteer of places, and files that fill it."""
