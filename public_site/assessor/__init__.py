"""The desk of those who judge: an assessment body, or a bureau that runs a board itself. Schemes, rankings, claims, candidates."""
