"""Facts that tests start from, written straight into the tables where the story is about something later."""
