"""Keeping listings right where it meets people and messages: invitations, sign-in by link, the pages of editors and staff."""
