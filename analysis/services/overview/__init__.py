"""What a person sees first: what waits, what happened, who did how much, and what comes next."""
