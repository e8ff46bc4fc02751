"""Tonggong (同工) runs a city's action plan for the employment of persons with disabilities; docs/architecture.md draws the house."""
