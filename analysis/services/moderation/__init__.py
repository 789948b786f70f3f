"""What a moderator does: queues, claims, review, threads and decisions."""
