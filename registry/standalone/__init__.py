"""Programs that travel without the registry: each is one file and needs nothing but Python."""
