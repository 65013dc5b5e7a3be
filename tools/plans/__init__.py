"""Invented plans drawn from a grammar: what a plan says is known before it is drawn; any combination can be drawn."""
