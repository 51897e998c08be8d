"""The person's own plan, and the navigator's page of one person: pages that join the features below."""
