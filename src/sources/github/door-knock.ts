/** What an event brings to its door, and what any of them may answer. */
import { UsageError } from '../../domain/errors.ts'
import type { RunFacts } from './door-facts.ts'
import type { DeployDoor, DoorInputs, DoorKind } from './door-kinds.ts'
import { isSha, type Payload } from './door-payload.ts'

export interface Knock {
  readonly run: RunFacts
  readonly payload: Payload
  readonly inputs: DoorInputs
  readonly onDefaultBranch: boolean
}

/** A door, and what only its event knows: where the head lies, which inputs say nothing here. */
export interface Answer {
  readonly kind: DoorKind
  readonly fork: boolean | null
  readonly notes?: readonly string[]
}

/** Throws SourceError for a payload GitHub would not send, UsageError for inputs that contradict it. */
export type Event = (knock: Knock) => Answer

export const nothing = (why: string): Answer => ({ kind: { door: 'nothing', why }, fork: null })

/** The number the event tells; an input may repeat it, as reusable workflows do, and not contradict it. */
export const ownNumber = ({ inputs, payload, run }: Knock, ...path: readonly string[]): number => {
  const number = payload.count(...path)
  const asked = inputs.pullRequestNumber
  if (asked === undefined || asked === number) return number
  throw new UsageError(
    `input pull-request-number: got ${asked}, but the event ${run.eventName} is about #${number}; remove the input`,
  )
}

/** Inputs given where the event itself says what they would. */
export const unused = ({ inputs }: Knock, why: string, withNumber = false): readonly string[] => [
  ...(inputs.headRef === undefined ? [] : [`input head-ref is not used: ${why}`]),
  ...(withNumber && inputs.pullRequestNumber !== undefined
    ? [`input pull-request-number is not used: ${why}`]
    : []),
]

const deploy = (knock: Knock, head: Pick<DeployDoor, 'sha' | 'ref'>): Answer => ({
  kind: {
    door: 'deploy',
    event: knock.run.eventName,
    ...head,
    environment: knock.inputs.environment ?? null,
    deploymentId: null,
    onDefaultBranch: knock.onDefaultBranch,
  },
  fork: false,
})

/** What the workflow's inputs name, where the event leaves it open; null where they name nothing. */
export const namedByInputs = (knock: Knock): Answer | null => {
  const { headRef, pullRequestNumber } = knock.inputs
  if (headRef !== undefined && pullRequestNumber !== undefined)
    throw new UsageError(
      'inputs head-ref and pull-request-number: both given, and a pull request names its own head; remove one',
    )
  if (pullRequestNumber !== undefined)
    return { kind: { door: 'pull-request', number: pullRequestNumber, privileged: true }, fork: null }
  if (headRef === undefined) return null
  const sha = headRef.toLowerCase()
  return deploy(knock, isSha(sha) ? { sha, ref: null } : { sha: null, ref: headRef })
}

/** The commit the job itself runs on: what its checkout and its deployment take. */
export const ownCommit = (knock: Knock): Answer =>
  deploy(knock, { sha: knock.run.sha, ref: knock.run.ref === '' ? null : knock.run.ref })
