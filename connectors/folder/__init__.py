"""A local folder of mail and calendars, read-only."""
