"""Packaged texts of the model, one folder a language; read through importlib.resources."""
