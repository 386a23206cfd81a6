"""One file or folder per provider: the only code that talks to a mailbox or a calendar."""
