"""Every change to a listing: who made it, when, what was before, and the way back."""
