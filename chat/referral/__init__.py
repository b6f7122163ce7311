"""Where a young person can go next: the directory of other services."""
