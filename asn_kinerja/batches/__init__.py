"""Records for many people at once: reading a clerk's file, running the job, its form and what it found."""
