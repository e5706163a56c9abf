const words: Readonly<Record<string, string>> = {
  'older-scan': 'the scan was made before this was asked',
  'depth-inventory': 'scans look at the inventory alone here',
  'depth-mtls': 'the last scan went after client certificates',
  'depth-quick': 'the last scan was a quick one',
  'began-to-refuse': 'the server began to refuse while it was asked',
  'not-starttls': 'TLS comes first',
  'no-store': 'no trust store is assigned',
  timeout: 'the server did not answer in time',
  reset: 'the connection was broken off',
  closed: 'the server closed the connection',
  refused: 'the server refused the connection',
  alert: 'the server ended it with an alert',
  'user-canceled': 'the server canceled it',
  unsteady: 'the server was in trouble that came and went',
  'no-answer': 'the server said nothing to it',
  'not-offered': 'the hello that the server took did not offer it',
  'not-answered': 'nothing that would tell it was answered',
  'handshake-not-finished': 'no handshake came to its end',
  'not-completed': 'it takes a session that can not be completed here',
  'address-budget': 'the time or the bytes for this address were used up',
  'tls13-only': 'the server speaks TLS 1.3 alone',
  'one-version': 'there is no older version to fall back to',
  'no-extensions': 'SSL 3.0 has no extensions',
  'extended-master-secret': 'the server has the extended master secret, as no affected release has',
  'no-cbc-suite': 'the server has no suite in CBC mode',
}

/** Why something was not learned, for people. */
export function reasonWords(reason: string): string {
  const alert = /^alert-(.+)$/.exec(reason)?.[1]
  if (alert !== undefined) return `the server ended it with the alert ${alert.replaceAll('_', ' ')}`
  return words[reason] ?? reason.replaceAll('-', ' ')
}
