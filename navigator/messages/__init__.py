"""Pages about what we write to people: the words of every message."""
