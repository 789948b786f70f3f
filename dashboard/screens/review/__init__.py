"""Review: one comment after the other."""
