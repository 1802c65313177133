/** The environment a runner gives a job, invented; and what its files hold, read as the runner reads them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const runnerEnvironment = (more: Readonly<Record<string, string | undefined>> = {}) => ({
  GITHUB_REPOSITORY: 'acme/ledger',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_EVENT_PATH: '/runner/event.json',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
  GITHUB_WORKSPACE: '/runner/work/ledger',
  GITHUB_RUN_ID: '8123456789',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'gate',
  GITHUB_WORKFLOW_REF: 'acme/ledger/.github/workflows/gate.yml@refs/heads/main',
  GITHUB_WORKFLOW_SHA: 'b'.repeat(40),
  GITHUB_ACTOR: 'mira',
  GITHUB_TRIGGERING_ACTOR: 'noor',
  RUNNER_TEMP: '/runner/temp',
  ...more,
})

/** A folder that is gone after the test. */
export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'action-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export const fileHolding = (text: string | Buffer, name = 'file'): string => {
  const path = join(folder(), name)
  writeFileSync(path, text)
  return path
}

/**
 * The runner's reading of GITHUB_OUTPUT: `name=value`, or `name<<delimiter` and lines until one equals the delimiter.
 * Anything else fails the step.
 */
export const parseOutputs = (text: string): Readonly<Record<string, string>> => {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]!
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
      const end = lines.indexOf(line.slice(heredoc + 2), place + 1)
      if (end < 0) throw new Error('Invalid value. Matching delimiter not found')
      outputs[line.slice(0, heredoc)] = lines.slice(place + 1, end).join('\n')
      place = end
    } else if (equals > 0) outputs[line.slice(0, equals)] = line.slice(equals + 1)
    else throw new Error('Invalid format')
  }
  return outputs
}

/** Whether the runner would obey a line of standard output: of today's form at its start, of the old one anywhere. */
export const isObeyed = (line: string): boolean => /^[\s\u0085]*::/.test(line) || line.includes('##[')
