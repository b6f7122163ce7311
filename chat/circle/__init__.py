"""What staff say among themselves: a few lines, for as long as they are together. Pure."""
