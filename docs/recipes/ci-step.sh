#!/bin/sh
# Asks Countersign before a deployment, and verifies the signed answer with curl, jq and openssl 3 alone.
#   COUNTERSIGN_TOKEN=… sh ci-step.sh https://countersign.example.com api.example.com:443 api.example.com [SERVER-NAME]
# Exit code 0: proven. 1: not proven. 2: it could not be told, or the answer can't be relied on.
set -eu
server=$1 target=$2 identity=$3
host=${target%:*} port=${target##*:}
name=${4-$host}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1" >&2; exit 2; }
# base64url without padding, as JWS writes it.
decode() { tr -d '\n' | tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | openssl base64 -d -A; }

nonce=$(openssl rand -hex 16)
jq -n --arg host "$host" --argjson port "$port" --arg name "$name" --arg identity "$identity" --arg nonce "$nonce" \
  '{endpoint: {host: $host, port: $port, serverName: $name}, identity: $identity, nonce: $nonce, audience: "ci"}' >"$work/question"
# The token goes by a file, so that other users of this host don't see it among the processes.
printf 'header = "authorization: Bearer %s"\n' "$COUNTERSIGN_TOKEN" >"$work/auth"
curl -sS --fail-with-body -m 90 -K "$work/auth" -H 'content-type: application/json' --data-binary "@$work/question" \
  "$server/api/v1/verify" >"$work/reply" || fail "Countersign did not answer: $(cat "$work/reply")"
curl -sS --fail -m 15 "$server/.well-known/jwks.json" >"$work/jwks" || fail 'the keys could not be read'

statement=$(jq -r .statement "$work/reply")
input=${statement%.*} head=${statement%%.*}
printf %s "$head" | decode >"$work/header"
[ "$(jq -r '[.alg, .typ, (has("crit") | tostring)] | join(" ")' "$work/header")" = 'EdDSA countersign-verify+jwt false' ] ||
  fail 'it is a statement of another kind'
x=$(jq -r --arg kid "$(jq -r .kid "$work/header")" '.keys[] | select(.kid == $kid and .crv == "Ed25519") | .x' "$work/jwks")
[ -n "$x" ] || fail 'its key is not in the set'
# RFC 8410 4: the 12 bytes before the 32 of an Ed25519 key make a SubjectPublicKeyInfo of it.
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf %s "$x" | decode; } >"$work/key"
printf %s "$input" >"$work/input"
printf %s "${statement##*.}" | decode >"$work/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key" -rawin -in "$work/input" -sigfile "$work/signature" >/dev/null ||
  fail 'its signature does not verify'

printf %s "${input#*.}" | decode >"$work/answer"
jq -e --arg nonce "$nonce" --arg identity "$identity" --arg host "$host" --argjson port "$port" \
  '.nonce == $nonce and .sub == $identity and .asked.endpoint.host == $host and .asked.endpoint.port == $port and .exp > now - 30' \
  "$work/answer" >/dev/null || fail 'it answers another question, or holds no more'
jq -r '"\(.verdict): \(.sub) (question \(.jti))", (.obstacle.text // empty), (.ladder | to_entries[] | select(.value.status == "fail") |
  "  \(.key): " + ([.value.because[].text] | join("; "))), (.expect.leaves[]? | "  expect leaf \(.sha256)")' "$work/answer"
# Kept for the record of the build: anybody verifies it later.
printf '%s\n' "$statement" >"${STATEMENT_FILE:-countersign-statement.jws}"
case $(jq -r .verdict "$work/answer") in proven) exit 0 ;; not-proven) exit 1 ;; *) exit 2 ;; esac
