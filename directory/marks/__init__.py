"""A locality's quality standard for voluntary groups: who holds which mark, and until when."""
