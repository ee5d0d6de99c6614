"""The people of the central operator: accounts, second factor, sessions. Nothing of them is shared with a region's."""
