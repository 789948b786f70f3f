"""What a site learns from its own judgements: recalibration, heads, comparisons."""
