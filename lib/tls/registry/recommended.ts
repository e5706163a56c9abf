/** The Recommended column of IANA's registries (RFC 9847 3): yes, no opinion, discouraged. */
export type Recommended = 'Y' | 'N' | 'D'
