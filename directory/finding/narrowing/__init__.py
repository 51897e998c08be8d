"""What a search may be narrowed down by: as typed, as the engine's questions, and as sets."""
