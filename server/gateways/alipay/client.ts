import type { AlipaySdk } from 'alipay-sdk'
import { ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { beforeAbort } from '#shared/flow/before-abort.ts'
import { shanghaiTime } from './trade-names.ts'

export interface AlipaySettings {
  appId: string
  /** Of the app, PEM (keys.ts). */
  privateKey: string
  /** Alipay's own, by which it signs, PEM. */
  alipayPublicKey: string
  /** Whose account gets the money: `2088...`. */
  sellerId: string
  /** At a desk: Alipay's page, or a code on the page of the house. */
  desk: 'page' | 'qr'
  /** `https://openapi.alipay.com/gateway.do`; another one in tests and for Alipay's sandbox. */
  gatewayUrl: string
}

/** What Alipay answers, in its own names. `sub_code` says what was wrong. */
export interface AlipayAnswer { code?: string, sub_code?: string, [field: string]: unknown }

/** One question, in ms: less than the house waits for a provider. */
const ANSWER_WITHIN_MS = 8_000
/** Refusals that say something about this moment only, or that the owner can mend. */
const PASSING = new Set(['ACQ.SYSTEM_ERROR', 'ACQ.SELLER_BALANCE_NOT_ENOUGH', 'ACQ.REFUND_CHARGE_ERROR', 'ACQ.TRADE_HAS_SUCCESS', 'ACQ.ACCESS_FORBIDDEN'])

export interface AlipayClient {
  /** Alipay's own library, loaded when it is first needed. */
  sdk(): Promise<AlipaySdk>
  /** Asks the API. Throws ProviderRefusal with Alipay's `sub_code` where it says no for good, else an Error: nothing is known. */
  ask(method: string, words: Record<string, unknown>, signal: AbortSignal, params?: Record<string, unknown>): Promise<AlipayAnswer>
}

export function alipayClient(settings: AlipaySettings): AlipayClient {
  let loaded: Promise<AlipaySdk> | undefined
  const sdk = () => loaded ??= import('alipay-sdk').then(({ AlipaySdk }) => new AlipaySdk({
    appId: settings.appId, privateKey: settings.privateKey, keyType: 'PKCS8', alipayPublicKey: settings.alipayPublicKey, gateway: settings.gatewayUrl,
    timeout: ANSWER_WITHIN_MS, camelcase: false
  }))
  return {
    sdk,
    async ask(method, words, signal, params = {}) {
      // Its signature is checked: whoever sits between cannot say that something was paid. An answer without one is no answer.
      const answer = await beforeAbort(signal, sdk().then(library => library.exec(method, { ...params, ...stamp(), bizContent: words }, { validateSign: true })))
        .catch((problem: Error) => { throw new Error(`Alipay does not answer ${method}`, { cause: problem }) }) as AlipayAnswer
      if (answer.code === '10000') return answer
      throw refusal(method, answer)
    }
  }
}

/** The library writes the time of the machine's zone; Alipay expects that of Shanghai. */
export const stamp = () => ({ timestamp: shanghaiTime(new Date()) })

/** `ACQ.` is about this trade; the others about keys, contracts and Alipay's own trouble. */
function refusal(method: string, { code, sub_code: subCode }: AlipayAnswer): Error {
  const words = `Alipay says no to ${method}: ${code} ${subCode ?? ''}`.trim()
  return subCode?.startsWith('ACQ.') && !PASSING.has(subCode) ? new ProviderRefusal(subCode, words) : new Error(words)
}
