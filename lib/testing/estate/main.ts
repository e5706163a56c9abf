import { join, resolve } from 'node:path'
import { readEnv } from '#lib/core/env.ts'
import { closeDatabase } from '#lib/db/client.ts'
import { makeAuthorities } from './authorities.ts'
import { registerEstate } from './register.ts'
import { startServers } from './servers.ts'
import { services } from './services.ts'
import { openState } from './state.ts'

// The demo estate as a process of its own: started by `npm start -- --demo`, or by the button on the Overview.
const state = openState(join(resolve(readEnv().COUNTERSIGN_DATA_DIR), 'demo'), new Date())
const authorities = makeAuthorities(state)
const estate = await startServers(services, state, authorities)
await registerEstate(estate.running, authorities)
await closeDatabase()
process.send?.('ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void estate.close().then(() => process.exit(0)))
}
