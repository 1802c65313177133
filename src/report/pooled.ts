/** What `learn` says over several ledgers: of whom it learned, what that is worth, the prior, and what is proven of whom. */
import type { PooledAnswer, PooledCertificate, PooledHeldOut, PooledMember } from '../domain/pooled.ts'
import { formatStated } from '../policy/formatting.ts'
import { sayCertificate } from './certificate.ts'
import { displayWidth, padEnd } from './display-width.ts'
import { neutralise } from './escaping.ts'
import { formatPercent, formatPlural } from './numbers.ts'

const column = 10
const line = (label: string, text: string): string => `  ${label.padEnd(column)}${text}`

const sayMember = ({ repository, environment, parts, failures, until }: PooledMember, width: number) =>
  `    ${padEnd(neutralise(repository), width)}  ${neutralise(environment)}  ${formatPlural(parts, 'change')}, ${failures} failed, known to ${until.slice(0, 10)}`

const sayHeldOut = ({ repositories, improved, parts, failures }: PooledHeldOut): string =>
  `each foretold by the others: ${improved} of ${repositories} better than by the shipped weights, over ${formatPlural(parts, 'change')}, ${failures} failed`

const sayPrior = ({ prior }: PooledAnswer): readonly string[] =>
  prior.kind === 'shipped'
    ? [line('Prior', `the shipped weights stay, nothing is written: ${prior.why}`)]
    : [
        line(
          'Prior',
          `${prior.id} in ${neutralise(prior.path)}; in each repository commit it, and in its policy`,
        ),
        line('', `prior: ${prior.reference}`),
      ]

const sayProven = (certificate: PooledCertificate): readonly string[] => [
  line('Proven', sayCertificate(certificate)),
  line(
    '',
    'holds of these repositories together, as their changes were mixed here; of none of them alone, and of no other',
  ),
  ...certificate.repositories.map(({ repository, n, failures, upper }) =>
    line(
      '',
      `  ${neutralise(repository)} alone: ${failures} of ${n} failed${n === 0 ? '' : `, at most ${formatPercent(upper)} (${formatStated(certificate.confidence)} sure)`}`,
    ),
  ),
]

export const renderPooled = (answer: PooledAnswer): string => {
  const { members, heldOut, certificate, notes } = answer
  const sum = (pick: (member: PooledMember) => number): number =>
    members.reduce((total, member) => total + pick(member), 0)
  const width = Math.max(0, ...members.map(({ repository }) => displayWidth(neutralise(repository))))
  return [
    `${formatPlural(members.length, 'repository', 'repositories')}, ${formatPlural(
      sum(({ parts }) => parts),
      'change',
    )} decided upon with a known outcome, ${sum(({ failures }) => failures)} failed`,
    ...members.map((member) => sayMember(member, width)),
    ...(heldOut === null ? [] : [line('Held out', sayHeldOut(heldOut))]),
    ...sayPrior(answer),
    ...(certificate === null
      ? [line('Proven', 'nothing is asked: no repository states a failure-rate under auto-approve')]
      : sayProven(certificate)),
    ...notes.map((note) => line('Note', neutralise(note))),
  ].join('\n')
}
