"""Outlook mail and calendars, through Microsoft Graph."""
