/** `suspects` on the command line. */
import { resolve } from 'node:path'
import { suspects } from '../commands/suspects/suspects.ts'
import { UsageError } from '../domain/errors.ts'
import { renderSuspects } from '../report/suspects.ts'
import type { Values } from './arguments.ts'
import { momentOf, type Shell } from './shell.ts'

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

const mostSuspects = 100

const limitOf = (values: Values): number => {
  const given = text(values, 'limit') ?? '5'
  const limit = Number(given)
  if (!/^\d+$/.test(given) || limit < 1 || limit > mostSuspects)
    throw new UsageError(`suspects --limit ${given}: must be a whole number from 1 to ${mostSuspects}`)
  return limit
}

export const runSuspects = async (values: Values, shell: Shell): Promise<number> => {
  const incident = text(values, 'incident')
  if (incident === undefined)
    throw new UsageError('suspects: say which incident, as in --incident FILE or --incident FILE#ID')
  const moment = text(values, 'at')
  const at = momentOf(moment === undefined ? {} : { now: moment }, shell.now, (written) => {
    throw new UsageError(`suspects --at ${written}: is no moment; write it as 2026-11-21T10:00:00Z`)
  })
  const ledger = text(values, 'ledger')
  const answer = await suspects({
    directory: text(values, 'repository') ?? shell.directory,
    incident: resolve(shell.directory, incident),
    ...(ledger === undefined ? {} : { ledger }),
    at,
    limit: limitOf(values),
    processEnvironment: shell.environment,
  })
  shell.print(values['json'] === true ? `${JSON.stringify(answer, null, 2)}\n` : renderSuspects(answer))
  return 0
}
