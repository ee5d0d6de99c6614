"""Use cases of complaints: filing, acting on one, what happens by itself."""
