/**
 * Which trust store counts, said once. The first of these that names one:
 * 1. `identity`: the identity's own;
 * 2. `trust-domain`: the bundle of a SPIFFE identity's trust domain;
 * 3. `rule`: the rule that bound the endpoint;
 * 4. `environment`: the identity's environment;
 * 5. `default`: the default store.
 */
export type StoreOrigin = 'identity' | 'trust-domain' | 'rule' | 'environment' | 'default'

type Choices = readonly (readonly [StoreOrigin, string])[]

function choices(ruleStore: string): Choices {
  return [
    ['identity', 'i.trust_store_id'],
    [
      'trust-domain',
      `(SELECT id FROM trust_store WHERE i.kind = 'spiffe' AND trust_domain = split_part(i.name, '/', 3))`,
    ],
    ['rule', ruleStore],
    ['environment', 'env.trust_store_id'],
    ['default', '(SELECT id FROM trust_store WHERE is_default ORDER BY created_at LIMIT 1)'],
  ]
}

const ofEndpoint = choices('(SELECT trust_store_id FROM identity_rule WHERE id = e.rule_id)')

/** Endpoints of one identity may be bound by several rules: for the identity as a whole the first of them speaks. */
const ofIdentity = choices(`(SELECT r.trust_store_id FROM identity_rule r WHERE r.trust_store_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM endpoint bound WHERE bound.rule_id = r.id AND bound.identity_id = i.id) ORDER BY r.position LIMIT 1)`)

const coalesce = (all: Choices) => `COALESCE(${all.map(([, sql]) => sql).join(', ')})`

/** What `endpointStoreId` stands on: endpoint `e`, its identity `i` and that one's environment `env`, where there are. */
export const endpointStoreTables =
  'endpoint e LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id'

/** SQL of the id of the store that an endpoint answers to; null where there is no store at all. */
export const endpointStoreId = coalesce(ofEndpoint)

/** What `identityStoreId` stands on: identity `i` and its environment `env`, where it has one. */
export const identityStoreTables = 'identity i LEFT JOIN environment env ON env.id = i.environment_id'

/** SQL of the id of the store that an identity as a whole answers to. */
export const identityStoreId = coalesce(ofIdentity)

/** SQL of a `StoreOrigin`: who said so. */
export const identityStoreOrigin = `CASE ${ofIdentity.map(([origin, sql]) => `WHEN ${sql} IS NOT NULL THEN '${origin}'`).join(' ')} END`
