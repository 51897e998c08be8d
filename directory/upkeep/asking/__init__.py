"""The questions a listing is made of: how each reads its answer from the listing, asks for it, and writes it."""
