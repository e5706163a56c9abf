import { printable } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'

const serverPort = 5269

/** RFC 6120 5.4. Port 5269 is spoken to as one server speaks to another. */
export const xmpp: Prelude = {
  id: 'xmpp',
  defaultPort: 5222,
  async negotiate(connection, target) {
    const namespace = target.port === serverPort ? 'jabber:server' : 'jabber:client'
    const to = escapeAttribute(target.serverName || target.host)
    connection.write(
      `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='${namespace}' xmlns:stream='http://etherx.jabber.org/streams'>`,
    )
    const features = await connection.until(/<\/stream:features>|<stream:features\s*\/>|<\/stream:stream>/)
    if (!features.includes('<stream:stream')) throw new PreludeError(`not an XMPP stream: ${printable(features, 60)}`)
    if (!/<starttls[\s/>]/.test(features))
      return { kind: 'refused', greeting: '', reply: 'starttls is not among the features' }
    connection.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
    const answer = await connection.until(/<(proceed|failure)[^>]*?(\/>|>\s*<\/\1>)/)
    return /<proceed[\s/>]/.test(answer)
      ? { kind: 'ready', greeting: '' }
      : { kind: 'refused', greeting: '', reply: printable(answer) }
  },
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
