/** IANA "TLS Alerts" registry (RFC 8446 6, RFC 5246 7.2): value to name. */
const names: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  52: 'too_many_cids_requested',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  117: 'general_error',
  120: 'no_application_protocol',
  121: 'ech_required',
}

export interface Alert {
  readonly level: 'warning' | 'fatal'
  readonly code: number
  readonly name: string
}

export function alertName(code: number): string {
  return names[code] ?? `alert_${code}`
}

/** An alert from its two bytes, null where they are none. In TLS 1.3 the level says nothing: all but close_notify and user_canceled are fatal (RFC 8446 6). */
export function readAlert(body: Uint8Array, tls13: boolean): Alert | null {
  const [level, code] = body
  if ((level !== 1 && level !== 2) || code === undefined || body.length !== 2) return null
  const mild = tls13 ? code === 0 || code === 90 : level === 1
  return { level: mild ? 'warning' : 'fatal', code, name: alertName(code) }
}
