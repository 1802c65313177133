/** The ledger's action: appends what an earlier job, which might not write, handed over. Started as `dist/ledger.js`. */
import { defaultLedger } from '../commands/github/ledger.ts'
import { isOurs, UsageError } from '../domain/errors.ts'
import type { NewRecord, RecordKind } from '../ledger/record.ts'
import { neutralise } from '../report/escaping.ts'
import { readLedgerInputs, secretsOf } from './action/inputs.ts'
import { openJobGitHub, openLedgerOf } from './action/job-ledger.ts'
import { readRecords } from './action/records.ts'
import { readRunner } from './action/runner.ts'
import { openToolkit, type Toolkit } from './action/toolkit.ts'
import { toolName } from './version.ts'

/** What may come from a job that may not write: nobody's approval among it. */
const handed: readonly string[] = ['decision', 'deployment', 'outcome'] satisfies RecordKind[]

/** Records and the bytes they refer to, of the lines an earlier job wrote. */
const apart = (lines: readonly Readonly<Record<string, unknown>>[]) => {
  const blobs = lines.flatMap(({ blob }) => (typeof blob === 'string' ? [Buffer.from(blob, 'base64')] : []))
  const records = lines.flatMap(({ record }) =>
    typeof record === 'object' && record !== null ? [record as NewRecord] : [],
  )
  if (records.length + blobs.length !== lines.length)
    throw new UsageError(
      'input records: a line is neither a record nor a blob; hand over change-risk-records.jsonl as the gate wrote it',
    )
  const strange = records.find(({ kind }) => !handed.includes(kind))
  if (strange)
    throw new UsageError(
      `input records: a ${neutralise(String(strange.kind))} record is nothing a gate hands over; a person's word is recorded where it was given`,
    )
  return { blobs, records }
}

const append = async (toolkit: Toolkit): Promise<void> => {
  const inputs = readLedgerInputs(process.env)
  const runner = readRunner(process.env)
  const { blobs, records } = apart(await readRecords(inputs.records, runner.workspace))
  const ledger = openLedgerOf(inputs.ledger ?? defaultLedger, runner, await openJobGitHub(toolkit, runner))
  for (const bytes of blobs) await ledger.putBlob(bytes)
  const appended = await ledger.append(records)
  const fresh = appended.filter(({ existed }) => !existed).length
  for (const note of ledger.notes) toolkit.log(note)
  toolkit.log(`${fresh} of ${appended.length} records are new in ${ledger.url}`)
  await toolkit.setOutputs({
    appended: String(fresh),
    'ledger-record': appended.at(-1)?.record.id.slice(0, 12) ?? '',
  })
}

const toolkit = openToolkit({
  outputFile: process.env['GITHUB_OUTPUT'] ?? null,
  summaryFile: null,
  temporaryFolder: process.env['RUNNER_TEMP'] ?? '.',
  write: (text) => process.stdout.write(text),
})
toolkit.mask(secretsOf(process.env))
try {
  await append(toolkit)
} catch (error) {
  const why = isOurs(error)
    ? (error as Error).message
    : `${toolName} failed and should not have (${String(error)}); please report it`
  toolkit.annotate({ level: 'error', title: 'ledger', message: why })
  process.exitCode = 1
}
