"""Pure: addresses, threads, contacts, deals."""
