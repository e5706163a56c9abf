const block = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g

/** DER of each certificate that stands in a text, line breaks or not. */
export function derOf(text: string): readonly Uint8Array[] {
  return [...text.matchAll(block)].map(([, body = '']) => Buffer.from(body.replace(/\s/g, ''), 'base64'))
}
