"""What runs on a timer or a queue, each as do_one(now)."""
