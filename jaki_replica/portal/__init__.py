"""What citizens see: the home page, the ways to report, services, and what the region promises."""
