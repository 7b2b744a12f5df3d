"""The inspector's telephone: a sheet that goes on without a network, and the confirmation by two."""
