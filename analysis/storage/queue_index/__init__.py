"""The queue's index: worked out from comments, findings and decisions, and rebuilt at any time."""
