/** What is deployed to, and how carefully. */
import * as z from 'zod'
import { modes } from '../../domain/decision.ts'
import { actsOn } from '../configuration.ts'
import { defaults } from '../defaults.ts'
import { choiceField, listField, mappingField, nameField } from '../fields.ts'
import { escalation, reviewRequest } from './review.ts'
import { slo } from './slo.ts'
import { duration, glob, share } from './values.ts'
import { whenOfWindow, window } from './windows.ts'

const soakedIn = mappingField({
  environment: nameField('an environment', 'Where the same commits must have run before.'),
  for: duration('h', 'How long they must have run there.'),
}).describe('A change that has not soaked there long enough counts as riskier.')

const autoApprove = mappingField({
  'review-riskiest': share(
    {},
    'The share of parts, riskiest first, that a person looks at, until a limit for `failure-rate` is certified.',
  ).prefault(defaults.reviewRiskiest),
  'failure-rate': share(
    { above: 0, below: 100 },
    'Failure budget: of the parts that go out unreviewed, at most this share may fail. Without it the limit stays a rank.',
  ).optional(),
  confidence: share(
    { atLeast: 50, below: 100 },
    'How sure the certificate of `failure-rate` must be.',
  ).prefault(defaults.confidence),
  audit: share(
    {},
    'Of what would go out unreviewed, the share that a person looks at all the same, drawn by chance once for each part: only so can it be told what review is worth. Unless given: 2% where a `failure-rate` is stated, else none.',
  ).optional(),
  'acts-on': listField(
    choiceField(actsOn, 'What the gate approves with its own name where it answers approve.'),
    'What the gate itself approves, where its token may: `pull-requests` (at the scored commit), `deployments` (pending ones, with a reviewer’s token or an App). None: its answer is shown and set as status.',
    { of: 'choices' },
  ).prefault([]),
}).describe('What may go out unreviewed.')

export const environment = mappingField({
  mode: choiceField(modes, 'Overrides the mode of the file.').optional(),
  'github-environments': listField(
    nameField('a GitHub environment'),
    'GitHub environments whose deployments belong here. Unless given: the one of the same name.',
    { of: 'names', atLeast: 1 },
  ).optional(),
  components: listField(
    nameField('a component'),
    'For a service of a monorepo: only parts that touch these, or what they depend on, are deployed here. None means all.',
    { of: 'names' },
  ).prefault([]),
  'soaked-in': soakedIn.optional(),
  'auto-approve': autoApprove.prefault({}),
  review: listField(
    reviewRequest,
    'Who is asked, and from which band of risk on: every request at or below the band of a part must have its approvals, each of another person. Unless given: one approval from `drivers`, whatever the band.',
    {
      of: 'review requests',
      atLeast: 1,
    },
  ).optional(),
  'allow-stale': z
    .boolean({ error: 'wanted true or false' })
    .meta({
      title: 'true · false',
      description:
        'Whether an approving review of an earlier commit of a pull request counts for its newest.',
    })
    .prefault(defaults.allowStale),
  'never-auto-approve': listField(glob, 'A part that touches any of these always asks for a review.', {
    of: 'globs',
  }).prefault([]),
  slo: slo.optional(),
  windows: listField(window, `Agreed times; ${whenOfWindow}`, {
    of: 'windows',
  }).prefault([]),
  'escalate-after': duration(
    'h',
    'The short form of `escalate`: `escalate-after: 4h` asks the next who knows what drives the risk.',
  ).optional(),
  escalate: escalation.optional(),
})
