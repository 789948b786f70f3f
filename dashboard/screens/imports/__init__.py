"""Import: a file or a pasted page, looked at before it is stored; and the batches that came in."""
