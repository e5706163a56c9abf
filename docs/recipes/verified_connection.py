"""Before an agent's tool call: ask, verify the answer, then connect and hold the connection to it.

Python 3.9 or later and its standard library alone; Ed25519 is checked by `cryptography` where it is installed, else by
the few lines of RFC 8032 below (public data only, so that their time tells nothing).

    python3 verified_connection.py https://countersign.example.com api.example.com:443 api.example.com [SERVER-NAME]
"""

import base64
import hashlib
import json
import os
import secrets
import socket
import ssl
import sys
import time
import urllib.request

SKEW_SECONDS = 30


def ask_first(server, token, host, port, identity, server_name=None, max_age_seconds=None):
    """The answer, only where it is signed, is an answer to this very question, and says proven."""
    nonce = secrets.token_urlsafe(18)
    endpoint = {"host": host, "port": port}
    question = {"endpoint": endpoint, "identity": identity, "nonce": nonce, "audience": "tool-call"}
    if server_name is not None:
        endpoint["serverName"] = server_name
    if max_age_seconds is not None:
        question["maxAgeSeconds"] = max_age_seconds
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    said = _fetch(f"{server}/api/v1/verify", json.dumps(question).encode(), headers)
    answer = read_statement(said["statement"], _fetch(f"{server}/.well-known/jwks.json"))
    asked = answer["asked"]["endpoint"]
    if (answer.get("nonce"), answer["sub"], asked["host"], asked["port"]) != (nonce, identity, host, port):
        raise ValueError("this answers another question")
    if answer["verdict"] != "proven":
        raise ValueError(f"{identity} is {answer['verdict']} at {host}:{port} ({answer['jti']})")
    return answer


def connect_verified(server, token, host, port, identity, server_name=None, max_age_seconds=None):
    """A connection whose peer shows a leaf that the answer expects. Nothing is sent before that is known."""
    expect = ask_first(server, token, host, port, identity, server_name, max_age_seconds)["expect"]
    # Chain and name were judged by Countersign, with the stores and rules of the estate; here the certificate itself has
    # to be the one that was judged. Its owner proves the key in the handshake.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    raw = socket.create_connection((host, port), timeout=10)
    try:
        connection = context.wrap_socket(raw, server_hostname=expect["serverName"] or None)
    except Exception:
        raw.close()
        raise
    seen = hashlib.sha256(connection.getpeercert(binary_form=True)).hexdigest()
    if seen not in [leaf["sha256"] for leaf in expect["leaves"]]:
        connection.close()
        raise ValueError(f"another certificate than the one that was verified: {seen}")
    return connection


def read_statement(statement, jwks):
    """The answer in a statement whose signature, kind and dates hold. Raises for anything else."""
    head, body, signature = statement.strip().split(".")
    header = json.loads(_decode(head))
    # The algorithm and the kind are ours to choose, and not the statement's.
    if header.get("alg") != "EdDSA" or "crit" in header:
        raise ValueError("the algorithm is not EdDSA")
    if header.get("typ") != "countersign-verify+jwt":
        raise ValueError("it is a statement of another kind")
    keys = [key for key in jwks["keys"] if key.get("kid") == header["kid"] and key.get("crv") == "Ed25519"]
    if not keys:
        raise ValueError("its key is not in the set: fetch the set anew, or distrust it")
    if not verify_ed25519(_decode(keys[0]["x"]), f"{head}.{body}".encode(), _decode(signature)):
        raise ValueError("its signature does not verify")
    answer = json.loads(_decode(body))
    now = time.time()
    if answer["iat"] > now + SKEW_SECONDS:
        raise ValueError("it was made in the future")
    if answer["exp"] + SKEW_SECONDS <= now:
        raise ValueError("it holds no more")
    return answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def _fetch(url, data=None, headers=None):
    request = urllib.request.Request(url, data=data, headers=headers or {})
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as response:
        return json.loads(response.read(8 * 1024 * 1024))


def _decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verify_ed25519(public_key, message, signature):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return verify_rfc8032(public_key, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


# RFC 8032 5.1.7, after its section 6.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def verify_rfc8032(public_key, message, signature):
    if len(public_key) != 32 or len(signature) != 64:
        return False
    a = _point(public_key)
    r = _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= _Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _Q
    left, right = _times(s, _BASE), _add(r, _times(h, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % _P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f, g * h, f * g, e * h)


def _times(scalar, point):
    product = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            product = _add(product, point)
        point = _add(point, point)
        scalar >>= 1
    return product


def _point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y, sign):
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P != 0:
        x = x * _ROOT % _P
    if (x * x - square) % _P != 0:
        return None
    return _P - x if x & 1 != sign else x


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0)
_BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


if __name__ == "__main__":
    server_url, target, wanted, *rest = sys.argv[1:]
    target_host, _, target_port = target.rpartition(":")
    token_given = os.environ.get("COUNTERSIGN_TOKEN", "")
    name = rest[0] if rest else None
    with connect_verified(server_url, token_given, target_host, int(target_port), wanted, name) as tls:
        print(f"connected to {wanted}, {tls.version()}")
