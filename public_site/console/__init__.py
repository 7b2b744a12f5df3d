"""The enterprise's desk: what its people do, each page under /console."""
