"""Staff of a region: who may sign in and in which role."""
