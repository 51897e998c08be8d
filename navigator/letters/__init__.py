"""Letters: what goes to people on paper, printed and posted by staff."""
