"""What other programs talk to over HTTP: the Perspective API's contract, and our own routes."""
