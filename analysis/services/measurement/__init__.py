"""What versions, runs and rules did to this site's comments, in figures."""
