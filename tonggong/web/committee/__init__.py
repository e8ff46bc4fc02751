"""The desk of the committee's office: progress of the plan, what every figure opens, tasks, the circular."""
