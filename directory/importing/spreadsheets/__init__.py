"""Listings from a spreadsheet of somebody's own: its columns are told once, and known again."""
