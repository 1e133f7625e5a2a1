import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/** A zod schema as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. `input`: what one may send; `output`: what comes back. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: ({ zodSchema, jsonSchema }) => say(zodSchema, jsonSchema as JsonSchema, io) })
  return plain
}

function say(schema: z.core.$ZodType, written: JsonSchema, io: 'input' | 'output'): void {
  // A text that is tidied and then checked (an e-mail in small letters) is described by what it is checked for.
  if (io === 'input' && schema instanceof z.ZodPipe && written.type === 'string' && !(schema.def.out instanceof z.ZodTransform)) {
    const { $schema: _, ...asked } = z.toJSONSchema(schema.def.out as z.ZodType, { io, unrepresentable: 'any' }) as JsonSchema
    if (asked.type === 'string') Object.assign(written, asked)
  }
  // The format says it; its pattern as well would be half of the document.
  if (FORMATS.has(written.format as string)) delete written.pattern
}

const FORMATS = new Set(['uuid', 'email', 'date-time', 'date'])

export interface Parameter { name: string, in: 'path' | 'query' | 'header', required: boolean, description?: string, schema: JsonSchema }

/** The named parts of a path or a query, each a parameter. */
export function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Parameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, JsonSchema>, required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: property }))
}
