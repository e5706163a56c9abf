/** Where the estate's production CA publishes what it says of its certificates. */
export const pkiHost = 'pki.demo.test'
