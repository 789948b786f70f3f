"""Label lab: annotate, agree, settle, learn."""
