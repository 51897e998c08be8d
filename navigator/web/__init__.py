"""The frame of every page: layout, static files, guards, languages, errors, and the doors machines use."""
