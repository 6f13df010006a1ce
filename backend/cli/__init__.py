"""The commands of `outlay`: what an operator types, and what the supervisor starts."""
