import type { certificateRoles, expiryPresets } from '#lib/data/certificates/filter.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import type { Facet } from '../table/facet.ts'
import { keyAlgorithmOptions } from './key-text.ts'

const expiryWords: Readonly<Record<(typeof expiryPresets)[number], string>> = {
  expired: 'Expired',
  '7d': 'Within 7 days',
  '30d': 'Within 30 days',
  '90d': 'Within 90 days',
  third: 'Less than a third of its life left',
  tenth: 'Less than a tenth of its life left',
}

const roleWords: Readonly<Record<(typeof certificateRoles)[number], string>> = {
  leaf: 'Leaf that is served',
  ca: 'CA certificate',
  anchor: 'Anchor of a trust store',
  stored: 'Stored only',
}

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** The filters of the certificates' list. */
export function certificateFacets({ environments, owners }: PlaceChoices): Facet[] {
  return [
    { kind: 'choice', key: 'expiry', label: 'Expiry', options: options(expiryWords) },
    { kind: 'date', key: 'expiresAfter', label: 'Expires from' },
    { kind: 'date', key: 'expiresBefore', label: 'Expires before' },
    { kind: 'choice', key: 'role', label: 'Role', options: options(roleWords) },
    { kind: 'flag', key: 'served', label: 'Served', yes: 'Served now', no: 'Not served now' },
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
    { kind: 'choice', key: 'keyAlgorithm', label: 'Key', options: keyAlgorithmOptions },
    { kind: 'flag', key: 'public', label: 'Trust', yes: 'Path to a public root', no: 'No path to a public root seen' },
  ]
}
