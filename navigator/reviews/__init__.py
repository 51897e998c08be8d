"""A review: the plan looked at together, what changed since the last one, and what comes next."""
