"""The log of one conversation: what was said, in which order, and who may add to it. Pure."""
