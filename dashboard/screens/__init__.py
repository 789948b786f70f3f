"""One module per screen, each with a ``render()``."""
