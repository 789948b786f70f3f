"""Comments from sites that can't push: asked for page by page, and adapters."""
