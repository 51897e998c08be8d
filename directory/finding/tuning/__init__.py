"""For administrators: the words people use, the searches that judge them, and what other words or weights would do."""
