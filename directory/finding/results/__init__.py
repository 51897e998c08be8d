"""From what was typed to what is shown: the search, its counts, why each result is there, suggestions, more like this."""
