/** Runs one command on one machine; the test kills it half-way. FOLDER HOST COMMAND */
import { join } from 'node:path'
import { readSshAddress } from '../../../src/clients/ssh/address.ts'
import { openSshConnections } from '../../../src/clients/ssh/connections.ts'

const [, , folder = '', host = '', command = ''] = process.argv
const connections = openSshConnections({
  identityFile: join(folder, 'user'),
  knownHosts: join(folder, 'known'),
  directory: folder,
  environment: process.env,
})
await connections.run(readSshAddress(host), {
  command,
  variables: {},
  seconds: 600,
  fence: { service: 'killed', epoch: 1 },
})
