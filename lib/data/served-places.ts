/**
 * Where something is served now: presences `p` that are open, at addresses `a` that the name still resolves to, of
 * endpoints `e` that are enabled. One definition for every list, count and report that says "served".
 */
export const servedPlaces = `presence p
  JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
  JOIN endpoint e ON e.id = a.endpoint_id AND e.enabled`

export const servedNow = 'p.closed_at IS NULL'

/** Of an endpoint `e`: its identity `i` and environment `env`, null where it is bound to none. */
export const identityOfEndpoint =
  'LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id'
