import fc from 'fast-check'

type Schema = Record<string, unknown>

/** What breaks careless programs: other types, ends of ranges, marks that turn text around, quotes of SQL. */
const JUNK: unknown[] = [null, true, -1, 0, 1.5, 1e308, '', 'x'.repeat(5_000), '\u0000', '\u202egnp.exe', '\ud800', '\'; drop table orders; --', '<script>alert(1)</script>', '../../etc/passwd', [], {}, [[]], { toString: null }, { __proto__: null }]

/** Values that a JSON Schema allows, often with one thing about them that it may not. `ids` are things that are there. */
export function mostlyFrom(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const good = from(schema, ids)
  return fc.oneof({ arbitrary: good, weight: 3 }, { arbitrary: fc.tuple(good, fc.constantFrom(...JUNK), fc.nat()).map(spoilt), weight: 2 })
}

function spoilt([value, junk, where]: [unknown, unknown, number]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return junk
  const names = Object.keys(value)
  const name = names[where % (names.length + 1)]
  if (name === undefined) return { ...value, unasked: junk }
  return where % 5 === 0 ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) : { ...value, [name]: junk }
}

/** Values that a JSON Schema allows. */
export function from(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum as unknown[])
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices) return fc.oneof(...choices.map(choice => from(choice, ids)))
  switch (schema.type) {
    case 'string': return text(schema, ids)
    case 'boolean': return fc.boolean()
    case 'null': return fc.constant(null)
    case 'integer': return fc.integer({ min: within(schema.minimum ?? schema.exclusiveMinimum, -100_000), max: within(schema.maximum, 100_000) })
    case 'number': return fc.double({ min: within(schema.minimum, -1e6), max: within(schema.maximum, 1e6), noNaN: true })
    case 'array': return array(schema, ids)
    case 'object': return object(schema, ids)
    default: return fc.jsonValue({ maxDepth: 1 })
  }
}

const within = (bound: unknown, otherwise: number) => typeof bound === 'number' && Math.abs(bound) < 2 ** 31 ? Math.trunc(bound) : otherwise

function text(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid())
  if (schema.format === 'email') return fc.emailAddress()
  if (schema.format === 'date') return fc.constantFrom('2027-02-28', '2028-02-29', '2026-12-31')
  if (schema.format === 'date-time') return fc.constantFrom('2027-01-09T19:30:00+08:00', '2027-03-28T01:30:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z')
  if (schema.format === 'uri') return fc.webUrl()
  const minLength = within(schema.minLength, 0)
  const maxLength = Math.max(minLength, Math.min(within(schema.maxLength, 40), minLength + 40))
  return matching(schema.pattern) ?? fc.oneof(fc.string({ minLength, maxLength }), fc.string({ minLength, maxLength, unit: 'binary' }), ...minLength === 0 ? [fc.constantFrom(...ids)] : [])
}

/** Null where the pattern is none, or has parts that the generator does not know. */
function matching(pattern: unknown): fc.Arbitrary<string> | null {
  if (typeof pattern !== 'string') return null
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' })
  } catch {
    return null
  }
}

function array(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.prefixItems)) return fc.tuple(...(schema.prefixItems as Schema[]).map(item => from(item, ids)))
  const minLength = within(schema.minItems, 0)
  return fc.array(from((schema.items ?? {}) as Schema, ids), { minLength, maxLength: Math.max(minLength, Math.min(within(schema.maxItems, 3), 3)) })
}

function object(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  return fc.record(Object.fromEntries(properties.map(([name, property]) => [name, from(property, ids)])), { requiredKeys: (schema.required ?? []) as string[] })
}
