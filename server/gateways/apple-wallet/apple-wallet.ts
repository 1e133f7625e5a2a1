import { setImmediate as othersFirst } from 'node:timers/promises'
import type { AppleWallet } from '#server/domain/passes/index.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'
import { passJson } from './pass-json.ts'
import { passPictures } from './pass-pictures.ts'
import { passStrings } from './pass-strings.ts'
import { tellDevices } from './push.ts'

export interface AppleWalletSettings {
  /** `pass.org.example.tickets` */
  passTypeId: string
  teamId: string
  /** PEM; the key without a passphrase. */
  certificate: string
  key: string
  /** Apple's intermediate certificate, which vouches for ours. */
  wwdr: string
  /** `https://api.push.apple.com`; another one in tests. */
  pushUrl: string
}

/** Passes signed at a time, and those that may wait: a signature is some 20 ms of arithmetic. */
const AT_ONCE = 1
const MAY_WAIT = 200

/** `serviceUrl` is where devices ask about their passes. The library is loaded when it is first needed. */
export function appleWallet(settings: AppleWalletSettings, serviceUrl: string): AppleWallet {
  const gate = createWorkGate(AT_ONCE, MAY_WAIT)
  const certificates = { signerCert: settings.certificate, signerKey: settings.key, wwdr: settings.wwdr }
  return {
    passTypeId: settings.passTypeId,
    makePass: (ticket, token) => gate.run(async () => {
      const [{ PKPass }, pictures] = await Promise.all([import('passkit-generator'), passPictures()])
      await othersFirst()
      const content = passJson(ticket, { passTypeId: settings.passTypeId, teamId: settings.teamId, serviceUrl, token })
      const pass = new PKPass({ ...pictures, 'pass.json': Buffer.from(JSON.stringify(content)) }, certificates)
      for (const [language, words] of Object.entries(passStrings(ticket))) pass.localize(language, words)
      return pass.getAsBuffer()
    }),
    tellDevices: tokens => tellDevices(settings, tokens)
  }
}
