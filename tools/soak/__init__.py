"""Long tests of the command."""
