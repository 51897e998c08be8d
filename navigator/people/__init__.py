"""Persons, staff, teams and localities: who they are, how they sign in, what they agreed to, who may see them."""
