"""Use cases, a verb each; they own transactions and are all that the edges call."""
