/** The risk somebody gives with `--risk` or the input `risk`: a probability, or the gate's whole answer. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readShare } from '../../config/share.ts'
import { UsageError } from '../../domain/errors.ts'
import { type ReleaseRisk, typedRisk } from '../../rollout/pace.ts'
import { type GateAnswer, readGateAnswer } from './gate-answer.ts'

export type GivenRisk =
  | { readonly kind: 'typed'; readonly risk: ReleaseRisk }
  | { readonly kind: 'answer'; readonly answer: GateAnswer }

/** A probability as people write one. @throws UsageError for what is none */
export const readRisk = (text: string): ReleaseRisk => {
  const probability = probabilityIn(text)
  if (probability === null)
    throw new UsageError(
      `rollout --risk ${text}: is no probability; write 0.03 or 3%, or a file with the gate's answer (gate.json)`,
    )
  return typedRisk(probability)
}

const probabilityIn = (text: string): number | null => {
  const share = /^\d/.test(text) && text.endsWith('%') ? readShare(text) : null
  const probability = share ? (share.ok ? share.value : Number.NaN) : Number(text)
  return text.trim() !== '' && probability >= 0 && probability <= 1 ? probability : null
}

/** Far more than an answer holds. */
const mostBytes = 64 * 1024 * 1024

/**
 * A probability; or the gate's answer itself, as JSON; or the path of a file that holds it, seen from `directory`.
 * @throws UsageError for what is neither
 */
export const readGivenRisk = async (text: string, directory: string): Promise<GivenRisk> => {
  if (text.trimStart().startsWith('{'))
    return { kind: 'answer', answer: readGateAnswer(text, 'rollout --risk') }
  if (probabilityIn(text) !== null || !/[/\\]|\.json$/i.test(text))
    return { kind: 'typed', risk: readRisk(text) }
  const path = resolve(directory, text)
  const held = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    throw new UsageError(
      `rollout --risk ${text}: ${why}; write 0.03 or 3%, or keep the gate's answer: gate --json > ${text}`,
      { cause },
    )
  })
  if (held.length > mostBytes)
    throw new UsageError(`rollout --risk ${text}: is too large for an answer of the gate`)
  return { kind: 'answer', answer: readGateAnswer(held.toString('utf8'), `rollout --risk ${text}`) }
}
