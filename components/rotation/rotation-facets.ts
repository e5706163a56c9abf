import type { PlaceChoices } from '#lib/data/place-choices.ts'
import type { Facet } from '../table/facet.ts'

/** The filters of the rotations' list. */
export function rotationFacets({ environments, owners }: PlaceChoices): Facet[] {
  return [
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
    { kind: 'flag', key: 'kept', label: 'Key', yes: 'Key kept', no: 'New key' },
    { kind: 'flag', key: 'late', label: 'Late', yes: 'Late or after expiry', no: 'In good time' },
    { kind: 'date', key: 'since', label: 'Since' },
    { kind: 'date', key: 'until', label: 'Until' },
  ]
}
