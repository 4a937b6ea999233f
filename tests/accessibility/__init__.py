"""What a screen reader is told, asked of the real program over the accessibility bus of Linux."""
