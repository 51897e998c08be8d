"""Everything we say, in the reader's language, and how many texts it takes."""
