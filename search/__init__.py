"""Which records: turns records into documents and asks an engine. Knows the registry, knows no HTTP."""
