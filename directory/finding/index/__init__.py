"""What is kept of each listing to find it by: read from the database, written to disk, and held in sets."""
