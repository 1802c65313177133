/** The release; a test holds it to package.json, so that start-up needs no file for it. */
export const version = '0.1.0'
export const toolName = 'change-risk-gate'
