/** A signature scheme of a handshake (IANA name) that rests on a hash with known collisions (RFC 9155). */
export function isWeakScheme(scheme: string): boolean {
  return /sha1$|md5/.test(scheme)
}
