"""Development of people: catalogue of trainings, yearly duty, development plans and what they gave."""
