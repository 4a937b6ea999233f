"""Questions that are answered once per row: a list, a line of time, a map of people."""
