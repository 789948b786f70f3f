"""How fast this version is on this machine, beside what it is compared with."""
