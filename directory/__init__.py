"""What help exists: organisations, services, places and times; bringing them in, finding them, showing them."""
