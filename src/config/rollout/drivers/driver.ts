import * as z from 'zod'
import { mappingField, namedField, nameField } from '../../fields.ts'
import { instanceNames } from '../fields.ts'

/** What the plan file must know about a driver: its own keys, and what it can do. */
export interface DriverKeys<Schema extends z.ZodType> {
  readonly name: string
  readonly schema: Schema
  /** It can start instances beside the old ones, so `max-surge` may be more than 0. */
  readonly surges: boolean
  /** Where its error counts come from where the plan names no metric. */
  readonly countsErrors: 'haproxy' | null
}

/** The `targets` of one driver: its name, keys every driver understands, and its own. */
export const driverKeys = <const Name extends string, Shape extends z.core.$ZodLooseShape>(
  name: Name,
  about: { readonly is: string; readonly surges?: boolean; readonly countsErrors?: 'haproxy' },
  own: Shape,
) =>
  ({
    name,
    schema: mappingField({
      driver: z.literal(name).meta({ title: name, description: about.is }),
      'zone-label': nameField(
        'a label',
        'The label, or the key of what the instance answers, that says its zone.',
      ).optional(),
      zones: namedField(
        'a zone',
        instanceNames('Its instances.'),
        'Instances by zone, where nothing else says it.',
      ).optional(),
      ...own,
    }).describe(about.is),
    surges: about.surges ?? false,
    countsErrors: about.countsErrors ?? null,
  }) satisfies DriverKeys<z.ZodType>
