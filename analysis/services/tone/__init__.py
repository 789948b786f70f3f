"""How discussions sound, counted, and the comments behind each count."""
