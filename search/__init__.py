"""Which records: turns records into documents and asks an engine. Knows the registry, knows no HTTP.

The package is empty until search arrives: there is no index yet, so nothing is queued for one either. Search will start
by a rebuild from the database; until then lists are filtered in SQL (registry.queries).
"""
