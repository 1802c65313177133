/** `gate` on the command line: options in, a screen or a document out, an exit code. */

import { resolve } from 'node:path'
import { ask } from '../commands/gate/asking.ts'
import type { GateRequest } from '../commands/gate/request.ts'
import type { Assessment } from '../domain/assessment.ts'
import { type Mode, modes, type Verdict } from '../domain/decision.ts'
import { UsageError } from '../domain/errors.ts'
import type { Values } from './arguments.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

const oneOf = <Word extends string>(
  values: Values,
  name: string,
  words: readonly Word[],
): Word | undefined => {
  const value = text(values, name)
  if (value === undefined) return undefined
  const word = words.find((known) => known === value)
  if (word === undefined) throw new UsageError(`gate --${name} ${value}: must be one of ${words.join(', ')}`)
  return word
}

const strictness = ['none', 'reject', 'hold', 'review'] as const
type FailOn = (typeof strictness)[number]

/** Whether an answer means "no": everything up to and including `failOn`, worst first. */
const isNo = (decision: Verdict, failOn: FailOn): boolean => {
  const at = strictness.indexOf(decision === 'approve' ? 'none' : decision)
  return at > 0 && at <= strictness.indexOf(failOn)
}

export const runGate = async (values: Values, shell: Shell): Promise<number> => {
  const named = (name: string, key: string) => {
    const value = text(values, name)
    return value === undefined ? {} : { [key]: value }
  }
  const config = text(values, 'config')
  const mode = oneOf<Mode>(values, 'mode', modes)
  const failOn = oneOf<FailOn>(values, 'fail-on', strictness)
  const request: GateRequest = {
    directory: text(values, 'repository') ?? shell.directory,
    ...named('base', 'base'),
    ...named('head', 'head'),
    ...named('environment', 'environment'),
    ...(config === undefined ? {} : { config: resolve(shell.directory, config) }),
    ...named('ledger', 'ledger'),
    now: shell.now,
    version,
    processEnvironment: shell.environment,
    progress: shell.progress,
  }
  const asked = ask(request)
  // Its failure is told where it is awaited.
  asked.catch(() => undefined)
  // Loaded while git works.
  const [{ gate }, { shippedPrior }, render] = await Promise.all([
    import('../commands/gate/gate.ts'),
    import('./prior.ts'),
    values['json'] === true ? null : rendererOf(values),
  ])
  const { assessment, policyProblems } = await gate({
    ...request,
    asked,
    ...(mode === undefined ? {} : { mode }),
    prior: shippedPrior(),
    withPeople: values['with-people'] === true,
    clock: () => performance.now(),
  })
  shell.print(render ? `${render(assessment, shell)}\n` : `${JSON.stringify(assessment, null, 2)}\n`)
  if (policyProblems !== null) {
    shell.warn(policyProblems)
    return 1
  }
  return isNo(assessment.decision, failOn ?? (assessment.mode === 'enforce' ? 'review' : 'none')) ? 2 : 0
}

type Render = (assessment: Assessment, look: Pick<Shell, 'colour' | 'width'>) => string

const rendererOf = async (values: Values): Promise<Render> => {
  if (values['markdown'] === true) {
    const { renderMarkdown } = await import('../report/markdown.ts')
    return (assessment) => renderMarkdown(assessment)
  }
  const { renderTerminal } = await import('../report/terminal.ts')
  return (assessment, { colour, width }) => renderTerminal(assessment, { colour, width })
}
