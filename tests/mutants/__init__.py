"""Single changes of the code, each tried in a copy: is there a test that notices?"""
