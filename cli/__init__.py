"""Commands and the composition root."""
