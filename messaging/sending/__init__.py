"""From the plan to the provider: the outbox, its hours and limits, and what the provider says later."""
