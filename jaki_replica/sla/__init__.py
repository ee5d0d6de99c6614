"""Time limits: the working calendar, and when each step of a complaint is due and why."""
