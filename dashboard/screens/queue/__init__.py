"""Queue: what waits for a person, its filters and the reasons of decisions."""
