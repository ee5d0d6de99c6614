"""A region as data: the YAML file, its checks, and the numbered revisions kept in the tenant's schema."""
