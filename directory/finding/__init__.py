"""Finding what may help: words and their meaning, the index, the order, and the public pages."""
