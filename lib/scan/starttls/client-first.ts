import type { Transport } from '#lib/tls/observation.ts'

/** Protocols in which the server waits for the client's first words; in the others it greets. */
export const clientFirst: ReadonlySet<Transport> = new Set(['ldap', 'postgres', 'xmpp', 'xmpp-server', 'irc', 'rdp'])
