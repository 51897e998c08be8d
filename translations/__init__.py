"""Which languages the service speaks, and its words in each of them."""
