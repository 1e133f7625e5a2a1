/** The part of oidc-provider (which brings no types) that the test's identity provider uses. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

  export const interactionPolicy: {
    base(): { add(prompt: unknown): void }
    Prompt: new (options: { name: string, requestable: boolean }) => unknown
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    Grant: new (of: { clientId: string, accountId: string }) => { addOIDCScope(scope: string): void, save(): Promise<string> }
    callback(): RequestListener
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: Record<string, unknown>): Promise<void>
  }
}
