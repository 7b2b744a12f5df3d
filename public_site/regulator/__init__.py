"""The bureau's desk: what waits in its territory and what it decides, each page under /regulator."""
