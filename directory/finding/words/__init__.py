"""What people say and what it means: the thesaurus, words in quotation marks, signs of danger, what is offered elsewhere."""
