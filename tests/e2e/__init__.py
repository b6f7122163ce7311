"""Stories in real browsers. A package, so that the browser is closed when its last story ends."""
