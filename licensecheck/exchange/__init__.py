"""What other tools and later runs read: the lock. Decides nothing."""
