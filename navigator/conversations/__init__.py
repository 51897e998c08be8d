"""Guided conversations: what was said, in the person's words, kept as it is typed."""
