"""Gmail and Google Calendar of one account, read-only."""
