"""The roster of a region: its people in office and their tenures by day, changed in numbered revisions."""
