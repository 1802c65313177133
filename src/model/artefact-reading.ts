import { SourceError } from '../domain/errors.ts'
import type { Artefact } from './artefact.ts'
import { ENGINE, identityOf, SCHEMA } from './artefact.ts'
import { shapes } from './column.ts'
import { decodeCovariance, isWhole } from './covariance.ts'

/**
 * Reads a model artefact, or says why not. By hand and not by schema: the gate loads it on every run, and it must
 * refuse a damaged file before a single number of it is believed.
 * @throws SourceError naming the first field that is wrong, and the mend
 */
export function readArtefact(json: unknown, where = 'model'): Artefact {
  const refuse = (why: string): never => {
    throw new SourceError(`${where}: ${why}; run \`change-risk-gate learn\` to write a new model`)
  }
  const artefact = json as Artefact
  if (!isRecord(json)) return refuse('this is not a model artefact (a JSON object is wanted)')
  if (artefact.schema !== SCHEMA) return refuse(`schema must be ${SCHEMA}, got ${shown(artefact.schema)}`)
  if (artefact.engine !== ENGINE)
    return refuse(
      `engine ${shown(artefact.engine)} is not carried by this release, which reads engine ${ENGINE}`,
    )
  if (artefact.kind !== 'prior' && artefact.kind !== 'learned')
    return refuse(`kind must be prior or learned, got ${shown(artefact.kind)}`)
  for (const name of ['intercept', 'interceptSd', 'usualHazard', 'averageHazard', 'frailty'] as const)
    if (!isFiniteNumber(artefact[name]))
      return refuse(`${name} must be a finite number, got ${shown(artefact[name])}`)
  if (!(artefact.interceptSd >= 0)) return refuse('interceptSd must not be negative')
  if (artefact.lean !== undefined && !(isFiniteNumber(artefact.lean) && artefact.lean >= 0))
    return refuse(`lean must be a finite number, not negative, got ${shown(artefact.lean)}`)
  if (artefact.counting !== undefined && !(isFiniteNumber(artefact.counting) && artefact.counting > 0))
    return refuse(`counting must be a finite number above 0, got ${shown(artefact.counting)}`)
  if (!(artefact.frailty > 0)) return refuse('frailty must be above 0')
  for (const name of ['parts', 'failures', 'repositories'] as const)
    if (!isFiniteNumber(artefact.trainedOn?.[name])) return refuse(`trainedOn.${name} must be a number`)
  for (const list of ['terms', 'context'] as const) {
    if (!Array.isArray(artefact[list])) return refuse(`${list} must be a list`)
    const names = new Set<unknown>()
    for (const [i, term] of (artefact[list] as readonly unknown[]).entries()) {
      const wrong = wrongWithTerm(term)
      if (wrong) return refuse(`${list}[${i}]${wrong}`)
      const { name } = term as { name: string }
      if (names.has(name)) return refuse(`${list}[${i}].name: ${shown(name)} stands there twice`)
      names.add(name)
    }
  }
  const wrong = wrongWithCovariance(artefact)
  if (wrong) return refuse(`covariance${wrong}`)
  if (artefact.id !== identityOf(artefact))
    return refuse('the content does not match its id: it was edited or cut after it was written')
  return artefact
}

function wrongWithTerm(term: unknown): string | undefined {
  if (!isRecord(term)) return ' must be an object'
  if (typeof term['name'] !== 'string' || term['name'] === '') return '.name must be a name'
  if (!shapes.some((shape) => shape === term['shape'])) return `.shape must be one of ${shapes.join(', ')}`
  if (term['direction'] !== 0 && term['direction'] !== 1 && term['direction'] !== -1)
    return '.direction must be -1, 0 or 1'
  for (const name of ['mean', 'sd', 'usual', 'level', 'bend'])
    if (!isFiniteNumber(term[name])) return `.${name} must be a finite number, got ${shown(term[name])}`
  if (!((term['sd'] as number) > 0)) return '.sd must be above 0'
  const { knots, slopes } = term
  if (
    !Array.isArray(knots) ||
    !knots.every((knot, i) => isFiniteNumber(knot) && (i === 0 || knot > knots[i - 1]))
  )
    return '.knots must be a rising list of numbers'
  if (!Array.isArray(slopes) || slopes.length !== knots.length + 1 || !slopes.every(isFiniteNumber))
    return `.slopes must be ${knots.length + 1} numbers, one more than knots`
  const direction = term['direction']
  if (slopes.some((slope) => slope * direction < 0)) return '.slopes run against .direction'
  return undefined
}

function wrongWithCovariance({ covariance, terms }: Artefact): string | undefined {
  if (!isRecord(covariance)) return ' must be an object'
  const size = terms.reduce((sum, term) => sum + term.slopes.length, 1)
  if (covariance.kind !== 'full' && covariance.kind !== 'diagonal') return '.kind must be full or diagonal'
  if (covariance.size !== size) return `.size must be ${size}, the number of coefficients`
  if (typeof covariance.base64 !== 'string') return '.base64 must be text'
  if (!isWhole(covariance)) return '.base64 is cut or too long'
  return decodeCovariance(covariance).every(isFiniteNumber)
    ? undefined
    : '.base64 holds something that is not a number'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value)

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
