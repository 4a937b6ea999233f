"""Every requirement and every tool behaviour, with the questions and the tests that serve it (``make trace``)."""
