"""Pure decisions about complaints: the table of moves, numbers, words, secrets, the hash chain."""
