"""TOML to settings, every problem at once; secrets from elsewhere."""
