"""A dataset -> a static web site that shows every record beside the page it came from."""
