"""Two-way texts for staff: who waits for an answer, writing back, handing over, marking done, ready answers."""
