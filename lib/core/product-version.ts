/** As reports and exports name it; package.json says the same (its import would stop the bundler). */
export const productVersion = '0.1.0'
