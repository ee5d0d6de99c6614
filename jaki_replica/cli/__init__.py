"""The command line `jaki`: every group of commands, and the one place that turns refusals into terminal lines."""
