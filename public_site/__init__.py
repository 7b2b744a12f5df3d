"""Everything that speaks HTTP or a terminal: public pages, the enterprise's desk, the bureau's desk, the API, the commands."""
