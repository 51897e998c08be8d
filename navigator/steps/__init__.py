"""What comes of a conversation: priorities in the person's words, goals, small steps, and how confident they feel."""
