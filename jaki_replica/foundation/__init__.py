"""What every part stands on and no part owns: errors, clock, ids, database, jobs, files, logs."""
