"""Who the tenants are, which host names them, and the two walls that keep them apart."""
