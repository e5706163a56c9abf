import { type Anchors, anchorsOf, readAnchors } from '#lib/x509/path/anchors.ts'
import type { Trial } from '#lib/x509/path/estate.ts'
import type { Distrust } from '#lib/x509/path/find-paths.ts'
import { type PathProfile, profileFor } from '#lib/x509/path/profile.ts'
import { readPem } from '#lib/x509/pem.ts'
import type { TrustContext } from '../trust/load-trust-context.ts'
import type { Change } from './change.ts'

/** A store as it stands. */
export function trialOf(store: TrustContext, identity: 'dns' | 'spiffe', at: Date): Trial {
  const { anchors, distrust } = store
  return { anchors, distrust, profile: profileFor(store, identity), at: at.getTime() }
}

/** The same store under a supposed change. */
export function changedTrial(trial: Trial, storeId: string, change: Change): Trial {
  const touched = change.storeId === null || change.storeId === storeId
  return {
    anchors: touched ? changedAnchors(trial.anchors, change) : trial.anchors,
    distrust: touched ? changedDistrust(trial.distrust, change, trial.at) : trial.distrust,
    profile: changedProfile(trial.profile, change),
    at: change.at === undefined ? trial.at : Date.parse(change.at),
  }
}

function changedAnchors(anchors: Anchors, { removeAnchors, addAnchors }: Change): Anchors {
  if (removeAnchors.length === 0 && addAnchors === '') return anchors
  const removed = new Set(removeAnchors)
  const kept = [...anchors.bySubject.values()].flat().filter(({ sha256 }) => !removed.has(sha256))
  const added = addAnchors === '' ? [] : [...readAnchors(readPem(addAnchors).certificates).bySubject.values()].flat()
  return anchorsOf([...kept, ...added.filter(({ sha256 }) => !anchors.sha256.has(sha256))])
}

function changedDistrust(
  distrust: ReadonlyMap<string, Distrust>,
  change: Change,
  now: number,
): ReadonlyMap<string, Distrust> {
  const added = change.distrust.map(({ spkiSha256, effectiveAt }): [string, Distrust] => [
    spkiSha256,
    { effectiveAt: effectiveAt === undefined ? now : Date.parse(effectiveAt), reason: 'supposed' },
  ])
  return added.length === 0 ? distrust : new Map([...distrust, ...added])
}

function changedProfile(profile: PathProfile, { forbidHashes, minRsaBits }: Change): PathProfile {
  if (forbidHashes.length === 0 && minRsaBits === undefined) return profile
  const forbidden = new Set<string>(forbidHashes)
  return {
    ...profile,
    hashes: new Set([...profile.hashes].filter((hash) => !forbidden.has(hash))),
    keys: { ...profile.keys, minRsaBits: minRsaBits ?? profile.keys.minRsaBits },
  }
}
