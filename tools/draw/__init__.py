"""Draws the samples: plans of municipalities that do not exist, each with the records it is meant to print."""
