import type { CertificateRequest } from './certificate-request.ts'
import type { ClientCredential } from './conversation.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { finishedMac } from './key-schedule.ts'
import { schemeParameters } from './scheme-parameters.ts'
import type { Tls13Hash } from './tls13-suites.ts'
import type { Transcript } from './transcript.ts'
import { WireWriter } from './wire-writer.ts'

/** The two sides of CertificateVerify (RFC 8446 4.4.3). */
export function signedContent(side: 'server' | 'client', transcriptHash: Uint8Array): Buffer {
  return Buffer.concat([prefixes[side], transcriptHash])
}

/**
 * The client's Certificate, CertificateVerify and Finished in answer to a request, null for none (RFC 8446 4.4). The
 * certificate is empty where there is no credential, and where none of the server's schemes fits it. All are added to
 * the transcript, which holds all that was said before them.
 */
export function clientMessages(
  transcript: Transcript,
  hash: Tls13Hash,
  finishedKey: Uint8Array,
  request: CertificateRequest | null,
  credential: ClientCredential | null,
): Buffer {
  const messages: Buffer[] = []
  const say = (message: Buffer) => {
    transcript.add(message)
    messages.push(message)
  }
  if (request) authenticate(transcript, request, credential, say)
  say(message(handshakeTypes.finished, (writer) => writer.bytes(finishedMac(hash, finishedKey, transcript.digest()))))
  return Buffer.concat(messages)
}

const prefixes = {
  server: Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`),
  client: Buffer.from(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0`),
} as const

function authenticate(
  transcript: Transcript,
  request: CertificateRequest,
  credential: ClientCredential | null,
  say: (message: Buffer) => void,
): void {
  const schemes = request.schemes.filter((scheme) => schemeParameters(scheme)?.tls13)
  if (!credential?.fits('TLSv1.3', schemes)) {
    say(certificateMessage(request, []))
    return
  }
  say(certificateMessage(request, credential.chain))
  const signed = credential.sign('TLSv1.3', schemes, signedContent('client', transcript.digest()))
  if (signed === null || signed.scheme === null) throw new Error('a credential that fits does not sign')
  const { scheme, signature } = signed
  say(
    message(handshakeTypes.certificateVerify, (writer) =>
      writer.uint(scheme, 2).vector(2, () => writer.bytes(signature)),
    ),
  )
}

function certificateMessage(request: CertificateRequest, chain: readonly Uint8Array[]): Buffer {
  return message(handshakeTypes.certificate, (writer) => {
    writer.vector(1, () => writer.bytes(request.context))
    writer.vector(3, () => {
      for (const der of chain) writer.vector(3, () => writer.bytes(der)).uint(0, 2)
    })
  })
}

function message(type: number, write: (writer: WireWriter) => void): Buffer {
  return new WireWriter().uint(type, 1).vector(3, write).finish()
}
