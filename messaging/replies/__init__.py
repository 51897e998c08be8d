"""What people answer: their words, what they mean, what follows."""
