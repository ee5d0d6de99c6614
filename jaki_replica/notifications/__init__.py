"""Messages to people: what was said, to whom, over which wire, and whether it left."""
