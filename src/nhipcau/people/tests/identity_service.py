"""A small OpenID Connect service on this machine: it answers over HTTP, checks the code verifier,
and signs real tokens with RSA, as well or as badly as a test wants."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "nhip-cau", "mat-khau-cua-may"


@dataclass
class Service:
    """`claims` go into the next token over the usual ones; None takes one away."""

    key: rsa.RSAPrivateKey
    claims: dict = field(default_factory=dict)
    algorithm: str = "RS256"
    signs_with: object = None
    kid: str = "k1"
    gives_token: bool = True
    challenge: str = ""
    nonce: str = ""
    asked: list = field(default_factory=list)
    url: str = ""

    def token(self) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "sub": "tn-0042", "iat": now, "exp": now + 300}
        usual["nonce"] = self.nonce
        told = {name: value for name, value in (usual | self.claims).items() if value is not None}
        key = self.key if self.signs_with is None else self.signs_with
        return jwt.encode(told, key, algorithm=self.algorithm, headers={"kid": self.kid})

    def jwks(self) -> dict:
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def answer(self, path: str, posted: dict) -> tuple[int, dict]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/jwks":
            return 200, self.jwks()
        if path == "/token" and self._is_ours(posted):
            token = {"id_token": self.token()} if self.gives_token else {}
            return 200, {"access_token": "x", "token_type": "Bearer", **token}
        return 400, {"error": "invalid_grant"}

    def _is_ours(self, posted: dict) -> bool:
        verifier = posted.get("code_verifier", [""])[0].encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        return (
            posted.get("client_secret") == [SECRET]
            and posted.get("code") == ["ma-mot-lan"]
            and digest.decode() == self.challenge
        )


def serve(service: Service) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._say({})

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            self._say(parse_qs(self.rfile.read(length).decode()))

        def _say(self, posted):
            status, told = service.answer(self.path.partition("?")[0], posted)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
