"""The engine that SEARCH_URL names; nobody else knows which it is."""

from registry.settings import Settings
from search.engine import SearchEngine


def open_engine(settings: Settings) -> SearchEngine:
    """A folder is searched in this process, http and https on Elasticsearch. Opening touches neither: an engine may be away."""
    if settings.search_url.startswith(("http://", "https://")):
        from search.engines.elastic import ElasticEngine

        return ElasticEngine(settings)
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings)
