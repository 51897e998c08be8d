"""What the performance figures are measured with: `make bench`, or `python -m benchmarks --short`."""
