"""Localities, teams, programmes and staff as they are looked after: who is taken on, who covers whom, who takes over."""
