"""The shared view (TB-19): the laptop turned to the person, one large question at a time."""
