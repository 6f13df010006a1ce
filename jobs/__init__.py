"""Jobs: the relay from the outbox to the queue, the deliveries, the schedules. Thin: they call facades."""
