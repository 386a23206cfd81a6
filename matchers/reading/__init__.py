"""Pure: what the words of a mail or meeting say about a deal. Rules, named and tested; nothing is learned or guessed."""
