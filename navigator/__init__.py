"""The service: people, what matters to them, their referrals, and the site they use."""
