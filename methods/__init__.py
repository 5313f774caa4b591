"""Packaged methods, one Markdown file each; read through importlib.resources."""
