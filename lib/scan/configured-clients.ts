import { type Env, EnvError } from '#lib/core/env.ts'
import { log } from '#lib/core/log.ts'
import { ClientKeyPairError, readClientKeyPair } from './client-key-pair.ts'
import type { ClientKeyPairs } from './observe-options.ts'

type ClientSettings = Pick<
  Env,
  | 'COUNTERSIGN_CLIENT_CERT'
  | 'COUNTERSIGN_CLIENT_KEY'
  | 'COUNTERSIGN_WRONG_CLIENT_CERT'
  | 'COUNTERSIGN_WRONG_CLIENT_KEY'
  | 'COUNTERSIGN_UNAUTHORISED_CLIENT_CERT'
  | 'COUNTERSIGN_UNAUTHORISED_CLIENT_KEY'
>

/** The clients whose files the environment names; the keys live in this process alone. Throws EnvError. */
export function readConfiguredClients(env: ClientSettings): ClientKeyPairs {
  const named = (name: keyof ClientSettings) => ({ name, path: env[name] })
  try {
    return {
      valid: readClientKeyPair(named('COUNTERSIGN_CLIENT_CERT'), named('COUNTERSIGN_CLIENT_KEY')),
      wrongPurpose: readClientKeyPair(named('COUNTERSIGN_WRONG_CLIENT_CERT'), named('COUNTERSIGN_WRONG_CLIENT_KEY')),
      unauthorised: readClientKeyPair(
        named('COUNTERSIGN_UNAUTHORISED_CLIENT_CERT'),
        named('COUNTERSIGN_UNAUTHORISED_CLIENT_KEY'),
      ),
    }
  } catch (error) {
    throw error instanceof ClientKeyPairError ? new EnvError([`  ${error.message}`]) : error
  }
}

/**
 * Reads them anew for each scan, for such certificates are renewed within hours. Files that are gone or broken for the
 * moment cost the probes of these clients, and nothing else.
 */
export function clientReader(env: ClientSettings): () => ClientKeyPairs | null {
  return () => {
    try {
      const clients = readConfiguredClients(env)
      return Object.values(clients).every((pair) => pair === null) ? null : clients
    } catch (error) {
      if (!(error instanceof EnvError)) throw error
      log.warn({ reason: error.message }, 'the clients for the mTLS probes cannot be read')
      return null
    }
  }
}
