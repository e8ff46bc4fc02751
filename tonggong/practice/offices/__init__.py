"""The offices of the practice city: what each knows, how it writes it, and the mistakes it makes."""
