import type { z } from 'zod'
import type { EndpointDeclaration } from '#server/http/endpoint.ts'

export type AnyDeclaration = EndpointDeclaration<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

/** A route of this server, as its router knows it. */
export interface Route {
  /** `GET`. */
  method: string
  /** `/api/orders/:id`. */
  path: string
  /** Null for what serves files and declares nothing. */
  declaration: AnyDeclaration | null
}

let find: (() => Promise<Route[]>) | null = null

/** Whoever puts the server together says where its routes are: Nitro's own list, so that none can be missed. */
export function findRoutesBy(finder: () => Promise<Route[]>): void {
  find = finder
}

/** Every route of this server that a program may ask. */
export async function allRoutes(): Promise<Route[]> {
  if (!find) throw new Error('nobody said where the routes are')
  return await find()
}
