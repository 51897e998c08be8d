"""Which listings match what was meant, and what comes first, by weights that an administrator sees and changes."""
