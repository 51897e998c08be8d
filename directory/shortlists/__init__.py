"""What somebody keeps to look at again, or to hand on: no account, no name."""
