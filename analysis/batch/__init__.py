"""The same pipeline over many files: parts of rows, done once each, here or on a cluster."""
