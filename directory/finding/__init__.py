"""Finding what may help: words and their meaning, the index, what narrows down, the order, the results, the pages."""
