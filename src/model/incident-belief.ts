import { log } from '../domain/numerics.ts'
import type { IncidentMemory } from '../history/incident-memory.ts'
import { incidentMomentSignals, incidentSignals } from '../signals/all.ts'
import type { Anchor } from '../signals/incidents.ts'
import type { Artefact, Term } from './artefact.ts'
import { rounded } from './artefact.ts'
import type { Column, FixedScale, Shape } from './column.ts'
import { transformed } from './column.ts'

/**
 * What incidents are believed to mean where they were told, before this repository has taught it.
 *
 * The shipped prior comes from git alone. So each signal of incidents brings its own belief: an answer that means
 * nothing (factor exactly 1) and an example with its factor. On the scale z = (T(x) − T(nothing)) / |T(example) − T(nothing)|
 * the slope is N(± ln factor, 0.2²), held to its side: no incident can lower the risk, and ×1.22 more or less than
 * believed is no surprise. Terms of parts are learned with all others; those of the moment stay as they are believed.
 *
 * Example: one open incident, ×1.4: slope 0.336 at z = 1; three: z = ln 4 / ln 2 = 2, ×1.96.
 */
const SLOPE_SD = 0.2

type Anchored = Column & { readonly anchor: Anchor }

const scaleOf = (shape: Shape, { nothing, example }: Anchor): FixedScale => {
  const mean = transformed(shape, nothing)
  return { mean: rounded(mean), sd: rounded(Math.abs(transformed(shape, example) - mean)) }
}

const termOf = ({ name, shape, direction, anchor }: Anchored): Term => ({
  name,
  shape,
  direction,
  ...scaleOf(shape, anchor),
  usual: 0,
  knots: [],
  slopes: [rounded(direction * log(anchor.factor))],
  level: SLOPE_SD,
  bend: SLOPE_SD,
})

/** The columns of a table of parts where incidents were told. */
export const incidentColumns: readonly Column[] = incidentSignals.map(
  ({ name, shape, direction, anchor }) => ({ name, shape, direction, fixed: scaleOf(shape, anchor) }),
)

/** Answers of a part of the past, in the order of the columns; NaN where unavailable. */
export const incidentRow = (memory: IncidentMemory, position: number): readonly number[] => {
  const said = memory.ofPast(position)
  return incidentSignals.map((signal) => {
    const answer = signal.measure(said)
    return answer.outcome === 'measured' ? answer.value : Number.NaN
  })
}

const beside = (known: readonly Term[], believed: readonly Anchored[]): readonly Term[] => [
  ...known,
  ...believed.filter(({ name }) => !known.some((term) => term.name === name)).map(termOf),
]

/** A prior that knows of incidents, to learn with; what it knows already it keeps. Only for a fit: it has no identity. */
export const believingIncidents = (prior: Artefact): Artefact => ({
  ...prior,
  terms: beside(prior.terms, incidentSignals),
  context: beside(prior.context, incidentMomentSignals),
})
