"""The pipeline as this site has set it up: profile, rules, word lists, heads."""
