import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TextMessage, PostAway, Undeliverable } from '#server/domain/notify/index.ts'
import { twilioSender } from '#server/gateways/sms/twilio-sender.ts'

const SID = `AC${'0'.repeat(32)}`
/** What the stand-in for Twilio keeps, and what it answers next. */
let kept: { To: string, Body: string, sender: string }[] = []
let answer: (method: string) => number
const server = createServer((req, res) => {
  const isOurs = req.headers.authorization === `Basic ${Buffer.from(`${SID}:token-of-sixteen`).toString('base64')}` && req.url!.startsWith(`/2010-04-01/Accounts/${SID}/Messages.json`)
  let body = ''
  req.on('data', (text: Buffer) => { body += text.toString() })
  req.on('end', () => {
    const status = isOurs ? answer(req.method!) : 401
    const form = new URLSearchParams(body)
    const isTaken = req.method === 'POST' && (status === 201 || status === 0)
    if (isTaken) kept.push({ To: form.get('To')!, Body: form.get('Body')!, sender: form.get('From') ?? form.get('MessagingServiceSid')! })
    // 0: took it, and broke off before it could say so.
    if (status === 0) return res.destroy()
    const to = new URL(req.url!, 'http://x').searchParams.get('To')
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ messages: kept.filter(m => m.To === to).map(m => ({ body: m.Body, status: 'queued' })) }))
  })
})
let apiUrl: string

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  kept = []
  answer = method => method === 'POST' ? 201 : 200
})
afterAll(() => new Promise(resolve => server.close(resolve)))

const sender = (from = '+15550100') => twilioSender({ accountSid: SID, authToken: 'token-of-sixteen', from, apiUrl })
const message = (change: Partial<TextMessage> = {}): TextMessage => ({ id: '1', to: '+8613800138000', text: '【Foyer】验证码 482915', triedSince: null, ...change })

describe('a text message by Twilio', () => {
  it('goes to the number, from the number or service that is set', async () => {
    await sender().send(message())
    await sender(`MG${'a'.repeat(32)}`).send(message())
    expect(kept).toEqual([
      { To: '+8613800138000', Body: '【Foyer】验证码 482915', sender: '+15550100' },
      { To: '+8613800138000', Body: '【Foyer】验证码 482915', sender: `MG${'a'.repeat(32)}` }
    ])
  })

  it('whose answer was lost is not sent a second time', async () => {
    answer = method => method === 'POST' ? 0 : 200
    await expect(sender().send(message())).rejects.toBeInstanceOf(PostAway)
    await sender().send(message({ triedSince: new Date() }))
    expect(kept).toHaveLength(1)
  })

  it('that never arrived is sent again', async () => {
    answer = () => 503
    await expect(sender().send(message())).rejects.toBeInstanceOf(PostAway)
    answer = method => method === 'POST' ? 201 : 200
    await sender().send(message({ triedSince: new Date() }))
    expect(kept).toHaveLength(1)
  })

  it('to a number that is none is given up, and a wrong token is not the message\'s fault', async () => {
    await expect(sender().send(message({ to: '+86138\r\nBody=x' }))).rejects.toBeInstanceOf(Undeliverable)
    answer = () => 400
    await expect(sender().send(message())).rejects.toBeInstanceOf(Undeliverable)
    await expect(twilioSender({ accountSid: SID, authToken: 'another', from: '+15550100', apiUrl }).send(message())).rejects.toBeInstanceOf(PostAway)
    expect(kept).toEqual([])
  })

  it('V-15: what goes wrong is told without number or code', async () => {
    answer = () => 500
    const problem = await sender().send(message()).catch((error: Error) => error)
    expect(String(problem)).not.toMatch(/482915|138000/)
  })
})
