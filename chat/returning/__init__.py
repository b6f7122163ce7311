"""Return words, pure: which four words a young person is given, what they typed of them, and until when they count."""
