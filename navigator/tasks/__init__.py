"""Things to do: what, for whom, until when, and whose it is."""
