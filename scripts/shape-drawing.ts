/** The learned curves as one drawing: a small panel a term, what an answer multiplies the risk by over what was answered. */
import { exp, log } from '../src/domain/numerics.ts'
import type { Term } from '../src/model/artefact.ts'
import { effectAt } from '../src/model/curve.ts'
import { answerAt, cornersOf, strengthOf } from '../src/model/curve-reading.ts'

const columns = 4
const width = 230
const height = 132
/** Where the curve is drawn inside its panel. */
const plot = { left: 12, right: 12, top: 34, bottom: 20 } as const
/** Factors at the lower and the upper edge: ⅓ and 3. */
const reach = log(3)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const tidy = (value: number): string => String(Number(value.toFixed(1)))

const factorText = (effect: number): string => `×${exp(effect).toFixed(2)}`

function panel(term: Term, question: string, place: number): string {
  const corners = cornersOf(term)
  const [first, last] = [corners[0]!, corners.at(-1)!]
  const inner = { width: width - plot.left - plot.right, height: height - plot.top - plot.bottom }
  const x = (z: number) => tidy(plot.left + (inner.width * (z - first)) / (last - first))
  const y = (effect: number) =>
    tidy(plot.top + (inner.height * (reach - Math.min(reach, Math.max(-reach, effect)))) / (2 * reach))
  const points = corners.map((z) => `${x(z)},${y(effectAt(term, z))}`).join(' ')
  const label = (z: number, anchor: 'start' | 'end') =>
    `<text x="${x(z)}" y="${height - 6}" text-anchor="${anchor}" class="s">${escaped(answerAt(term, z))} ${factorText(effectAt(term, z))}</text>`
  return [
    `<g transform="translate(${(place % columns) * width} ${Math.floor(place / columns) * height})">`,
    `<title>${escaped(question)}</title>`,
    `<text x="${plot.left}" y="22">${escaped(term.name)}</text>`,
    `<line x1="${plot.left}" x2="${width - plot.right}" y1="${y(0)}" y2="${y(0)}" class="a"/>`,
    `<polyline points="${points}"/>`,
    label(first, 'start'),
    label(last, 'end'),
    '</g>',
  ].join('')
}

/**
 * One SVG of all terms, the strongest first. The grey line is ×1, the edges are ×3 and ×⅓; below each panel the answers
 * at its ends with their factors.
 */
export function drawShapes(terms: readonly Term[], questions: ReadonlyMap<string, string>): string {
  const ordered = [...terms].sort((a, b) => strengthOf(b) - strengthOf(a))
  const rows = Math.ceil(ordered.length / columns)
  const style =
    'svg{background:#fff}text{font:12px sans-serif;fill:#222}.s{font-size:10px;fill:#555}polyline{fill:none;stroke:#0b62c4;stroke-width:2}.a{stroke:#bbb}'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns * width} ${rows * height}" role="img" aria-label="What each answer multiplies the risk by">`,
    `<style>${style}</style>`,
    ...ordered.map((term, place) => panel(term, questions.get(term.name) ?? term.name, place)),
    '</svg>',
    '',
  ].join('\n')
}
