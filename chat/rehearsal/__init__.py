"""Young people played from scripts, over the real wire, so that one person alone can see the desk alive."""
