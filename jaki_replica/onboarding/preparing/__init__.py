"""A region on its way from a name in a list to a live portal: every step recorded, repeatable, checked by machine."""
