import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'

/** What every response says to the browser, whatever it is (OWASP Secure Headers). Pages load nothing from elsewhere. */
const HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'content-security-policy': 'object-src \'none\'; base-uri \'none\'; frame-ancestors \'self\'; form-action \'self\''
}

/** The scanner's page, and no other, may ask for the camera. */
const SCANNER = /^(?:\/zh)?\/gate\/?(?:\?|$)/

export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    for (const [name, value] of Object.entries(HEADERS)) setResponseHeader(event, name, value)
    if (SCANNER.test(event.path)) setResponseHeader(event, 'permissions-policy', HEADERS['permissions-policy']!.replace('camera=()', 'camera=(self)'))
    if (house().settings.publicUrl.startsWith('https:')) setResponseHeader(event, 'strict-transport-security', 'max-age=31536000; includeSubDomains')
  })
})
