"""The words of the house: frozen data types and pure functions that know nobody else."""
