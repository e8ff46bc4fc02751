"""What Tonggong promises, one folder a kind of promise: see CONTRIBUTING.md."""
