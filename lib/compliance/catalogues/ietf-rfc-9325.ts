import type { Framework } from '../framework.ts'
import { ietfRfc } from './ietf-rfc.ts'

/**
 * The sections of RFC 9325 (BCP 195) as a framework of their own, for reports. A view and no list of its own: checks
 * name an RFC's section once, under `ietf-rfc`, and both say the same.
 */
export const ietfRfc9325: Framework = {
  id: 'ietf-rfc-9325',
  viewOf: ietfRfc.id,
  name: 'RFC 9325 Recommendations for Secure Use of TLS and DTLS',
  version: '2022-11',
  url: 'https://www.rfc-editor.org/rfc/rfc9325',
  identifiers: 'official',
  complete: false,
  note: 'Sections that a handshake from outside can speak to.',
  controls: ietfRfc.controls.filter(({ id }) => id.startsWith('RFC9325 §')),
}
