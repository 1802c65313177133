/** Asks the built gate, and holds every answer to what all answers must keep. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { assessmentSchema } from '../../src/report/contract.ts'
import { displayWidth } from '../../src/report/display-width.ts'
import { type CliOptions, type CliResult, runCli } from './cli.ts'

export interface GateOptions extends CliOptions {
  readonly code?: 0 | 1 | 2
  /** What standard error must hold; nothing unless said. */
  readonly stderr?: RegExp
}

/** Words of a program that lost track of a value. */
export const leaks = /\bNaN\b|\bundefined\b|\bnull\b|\bInfinity\b|\[object/

/** What is wrong with a screen; nothing, if all is well. */
export const screenProblems = (text: string): readonly string[] => {
  const lines = text.replace(/\n$/, '').split('\n')
  return [
    ...(lines.length > 25 ? [`${lines.length} lines`] : []),
    ...lines.filter((line) => displayWidth(line) > 80).map((line) => `too wide: ${line}`),
    ...lines.filter((line) => leaks.test(line)).map((line) => `leaks: ${line}`),
    ...(text.trim() === '' ? ['empty'] : []),
  ]
}

const held = ({ code, stderr }: CliResult, options: GateOptions): void => {
  expect(stderr).toMatch(options.stderr ?? /^$/)
  expect(code).toBe(options.code ?? 0)
}

/** The answer as JSON, checked against its published schema. */
export const gateJson = async (
  directory: string,
  args: readonly string[] = [],
  options: GateOptions = {},
): Promise<Assessment> => {
  const result = await runCli(['gate', '--repository', directory, '--json', ...args], options)
  held(result, options)
  return assessmentSchema.parse(JSON.parse(result.stdout))
}

/** The screen, checked for its size and for words that no person should read. */
export const gateScreen = async (
  directory: string,
  args: readonly string[] = [],
  options: GateOptions = {},
): Promise<string> => {
  const result = await runCli(['gate', '--repository', directory, ...args], options)
  held(result, options)
  expect(screenProblems(result.stdout)).toEqual([])
  return result.stdout
}

/** All that must be the same however it was computed: not how long it took, nor what was said about the way. */
export const bitsOf = ({ timings: _, ledger: __, notes: ___, ...answer }: Assessment): string =>
  JSON.stringify(answer)

const distance = (one: number, other: number): number => Math.abs(one - other) / Math.max(one, other, 1e-300)

/** The shared frailty of the model a decision was made with, from the ledger of the clone. */
const frailtyOf = (gitDirectory: string, hash: string): number => {
  const blobs = join(gitDirectory, 'change-risk', 'blobs')
  const { record } = findRecord(gitDirectory, hash)
  const bytes = readFileSync(join(blobs, record.body.modelBlob))
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(record.body.modelBlob)
  return JSON.parse(bytes.toString('utf8')).frailty
}

const findRecord = (gitDirectory: string, hash: string) => {
  const found = ledgerLines(gitDirectory).find(({ record }) => record.hash === hash)
  if (!found) throw new Error(`no record ${hash} in the ledger of ${gitDirectory}`)
  return found
}

/** Every record of a clone's own ledger, in the order of writing. */
export const ledgerLines = (gitDirectory: string) => {
  const events = join(gitDirectory, 'change-risk', 'events')
  return existsSync(events) ? segmentsIn(events).flatMap(linesIn) : []
}

const segmentsIn = (events: string): readonly string[] =>
  readdirSync(events, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(events, name))

const linesIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ file, record: JSON.parse(line) }))

/** Takes a clone's memory away: its ledger, its witness, its index. */
export const forget = (gitDirectory: string): void => {
  for (const name of ['change-risk', 'change-risk-witness.json', 'change-risk-index'])
    rmSync(join(gitDirectory, name), { recursive: true, force: true })
}

/**
 * What is wrong with the numbers of an answer: shares add up, the screen's order is the order of the risks, and the
 * factors of a part multiply from the usual part's hazard to its own (1 − e^(−φ) undone on both sides).
 */
export const arithmeticProblems = (answer: Assessment, gitDirectory: string): readonly string[] => {
  const { parts } = answer.change
  if (parts.length === 0) return []
  const problems: string[] = []
  const shares = parts.reduce((sum, { share }) => sum + share, 0)
  if (Math.abs(shares - 1) > 1e-9) problems.push(`shares add up to ${shares}`)
  for (const [at, { share, risk }] of parts.entries()) {
    const before = parts[at - 1]
    if (before && (before.share < share || before.risk < risk)) problems.push(`part ${at} is out of order`)
  }
  if (answer.ledger && answer.risk.usualPart !== null) {
    const frailty = frailtyOf(gitDirectory, answer.ledger.hash)
    const hazardOf = (risk: number) => frailty * Math.expm1(-Math.log1p(-risk) / frailty)
    for (const { id, risk, share, contributions } of parts) {
      if (share === 0) continue
      const product = contributions.reduce((all, { factor }) => all * factor, hazardOf(answer.risk.usualPart))
      if (distance(product, hazardOf(risk)) > 1e-6)
        problems.push(`${id}: factors lead to ${product}, its hazard is ${hazardOf(risk)}`)
    }
  }
  return problems
}
