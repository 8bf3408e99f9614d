"""One-time and long-lived secrets. Only a token's hash is ever stored."""

import hashlib
import secrets


def make_token() -> tuple[str, str]:
    """A new token and its hash. The token is shown once; the hash is what is kept."""
    token = secrets.token_urlsafe(24)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Plain SHA-256 is enough: a token is 192 random bits, not a password."""
    return hashlib.sha256(token.encode()).hexdigest()
