"""Webhooks out: other programs are told, signed and as often as it takes, when a referral moves."""
