import type { Socket } from 'node:net'
import type { Transport } from '#lib/tls/observation.ts'

/** The server's side of each prelude, as much of it as a client needs; resolves where TLS begins, rejects on nonsense. */
export const serverPreludes: Readonly<Record<Exclude<Transport, 'tls'>, (socket: Socket) => Promise<void>>> = {
  async smtp(socket) {
    socket.write('220 lab.test ESMTP Lab Mon, 23 Nov 2026 06:00:00 +0000\r\n')
    await expect(socket, /^EHLO \S+\r\n$/)
    socket.write('250-lab.test greets you\r\n250-SIZE 1000000\r\n250 STARTTLS\r\n')
    await expect(socket, /^STARTTLS\r\n$/)
    socket.write('220 go ahead\r\n')
  },
  async lmtp(socket) {
    socket.write('220 lab.test LMTP Lab\r\n')
    await expect(socket, /^LHLO \S+\r\n$/)
    socket.write('250-lab.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n')
    await expect(socket, /^STARTTLS\r\n$/)
    socket.write('220 2.0.0 go ahead\r\n')
  },
  async imap(socket) {
    socket.write('* OK [CAPABILITY IMAP4rev1 STARTTLS] Lab ready\r\n')
    const request = await expect(socket, /^\S+ STARTTLS\r\n$/)
    socket.write(`* CAPABILITY IMAP4rev1\r\n${request.split(' ')[0]} OK begin TLS now\r\n`)
  },
  async pop3(socket) {
    socket.write('+OK Lab ready <1896.697170952@lab.test>\r\n')
    await expect(socket, /^STLS\r\n$/)
    socket.write('+OK begin TLS\r\n')
  },
  async ldap(socket) {
    await expect(socket, /1\.3\.6\.1\.4\.1\.1466\.20037$/)
    // LDAPMessage { 1, ExtendedResponse { success, "", "" } } (RFC 4511 4.14.2)
    socket.write(Buffer.from('300c02010178070a010004000400', 'hex'))
  },
  async postgres(socket) {
    await expect(socket, /^[\s\S]{8}$/)
    socket.write('S')
  },
  async mysql(socket) {
    socket.write(mysqlGreeting(0xffff))
    // Exactly the SSLRequest: the client's hello may already follow it.
    await expect(socket, /^ [\s\S]{35}$/)
  },
  async ftp(socket) {
    socket.write('220-Welcome\r\n220 Lab FTP\r\n')
    await expect(socket, /^AUTH TLS\r\n$/)
    socket.write('234 proceed\r\n')
  },
  xmpp: (socket) => xmppPrelude(socket, 'jabber:client'),
  'xmpp-server': (socket) => xmppPrelude(socket, 'jabber:server'),
  async nntp(socket) {
    socket.write('200 lab.test Lab ready\r\n')
    await expect(socket, /^STARTTLS\r\n$/)
    socket.write('382 Begin TLS negotiation now\r\n')
  },
  async sieve(socket) {
    socket.write('"IMPLEMENTATION" "Lab"\r\n"SIEVE" "fileinto"\r\n"STARTTLS"\r\nOK "Lab ready."\r\n')
    await expect(socket, /^STARTTLS\r\n$/)
    socket.write('OK "Begin TLS negotiation now."\r\n')
  },
  async irc(socket) {
    socket.write(':lab.test NOTICE * :*** Looking up your hostname...\r\n')
    await expect(socket, /^CAP LS.*\r\n$/)
    socket.write(':lab.test CAP * LS :multi-prefix tls\r\n')
    await expect(socket, /STARTTLS\r\n$/)
    socket.write(':lab.test 670 * :STARTTLS successful, go ahead with TLS handshake\r\n')
  },
  async rdp(socket) {
    // TPKT: its length stands in the third and fourth byte (RFC 1006 6).
    await expect(socket, { test: (text) => text.length === text.charCodeAt(2) * 256 + text.charCodeAt(3) })
    // X.224 Connection Confirm with RDP_NEG_RSP, PROTOCOL_SSL (MS-RDPBCGR 2.2.1.2.1)
    socket.write(Buffer.from('030000130ed000001234000200080001000000', 'hex'))
  },
}

async function xmppPrelude(socket: Socket, namespace: 'jabber:client' | 'jabber:server'): Promise<void> {
  await expect(socket, /<stream:stream [^>]*>$/)
  socket.write(
    `<?xml version='1.0'?><stream:stream from='lab.test' id='1' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>` +
      "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>",
  )
  await expect(socket, /<starttls [^>]*\/>$/)
  socket.write("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
}

/** MySQL's handshake packet of version 10 with these low capability flags. */
export function mysqlGreeting(flags: number): Buffer {
  const body = Buffer.concat([
    Buffer.of(10),
    Buffer.from('8.4.0-lab\0'),
    Buffer.from('01000000', 'hex'),
    Buffer.from('abcdefgh\0'),
    Buffer.of(flags & 255, flags >> 8),
    Buffer.from('ff0200ffc1150000000000000000000000', 'hex'),
    Buffer.from('ijklmnopqrst\0caching_sha2_password\0'),
  ])
  return Buffer.concat([Buffer.of(body.length, 0, 0, 0), body])
}

/** Reads until the bytes (as latin1) match; what follows in the same packet stays in the socket for TLS. */
function expect(socket: Socket, pattern: Pick<RegExp, 'test'>): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const onReadable = () => {
      for (let byte = socket.read(1); byte instanceof Buffer; byte = socket.read(1)) {
        received += byte.toString('latin1')
        if (pattern.test(received)) return finish(() => resolve(received))
        if (received.length > 4096) return finish(() => reject(new Error('not the expected request')))
      }
    }
    const onEnd = () => finish(() => reject(new Error('the client hung up')))
    const finish = (settle: () => void) => {
      socket.removeListener('readable', onReadable)
      socket.removeListener('close', onEnd)
      socket.removeListener('end', onEnd)
      settle()
    }
    socket.on('readable', onReadable)
    socket.on('close', onEnd)
    socket.on('end', onEnd)
    onReadable()
  })
}
