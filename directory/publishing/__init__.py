"""The directory going out: what leaves, in which form, and what never does."""
