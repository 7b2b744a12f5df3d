"""Public pages: what anybody may read without signing in."""
