"""Commands of `registry` that look after what is in it, one module each; public_site/cli.py names them."""
