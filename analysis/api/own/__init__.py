"""Our own routes under ``/v1``."""
