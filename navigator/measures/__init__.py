"""Measures of how somebody is: ONS4, goal attainment, confidence, and the scores of licensed ones, each kept apart."""
