"""The running year: daily activities, dialogues, feedback, and what follows from them."""
