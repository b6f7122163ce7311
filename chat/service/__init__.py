"""Use cases: a command in, a commit, notices out. No framework, no transport, no database."""
