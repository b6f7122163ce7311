"""The desk: who waits, who is free, who is offered to whom, until when. Pure."""
