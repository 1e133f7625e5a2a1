import { type H3Event, getRequestHeader } from 'h3'
import { z } from 'zod'
import { uuid } from '#shared/api/primitives.ts'

/** What stands in the addresses that Apple's Wallet asks (Apple, "Adding a web service to update passes"). */
export const deviceName = z.string().regex(/^[\w.-]{8,128}$/)
export const passType = z.string().regex(/^pass\.[\w.-]{3,200}$/)
export const passParams = z.object({ passType, serial: uuid })
export const registrationParams = passParams.extend({ device: deviceName })

/** The token of `Authorization: ApplePass ...`, or null. */
export function applePassToken(event: H3Event): string | null {
  return /^ApplePass ([\w-]{16,100})$/.exec(getRequestHeader(event, 'authorization') ?? '')?.[1] ?? null
}
