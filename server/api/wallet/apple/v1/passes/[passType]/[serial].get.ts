import { getRequestHeader, setResponseHeader } from 'h3'
import { latestPass } from '#server/domain/passes/index.ts'
import { passDeskOf } from '#server/http/pass-desk.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { applePassToken, passParams } from '#server/http/wallet-device.ts'

export default defineEndpoint({
  summary: 'Apple Wallet: a pass as it has to be now; 304 where the device has just that (`If-Modified-Since`)',
  callers: 'anyone',
  params: passParams,
  succeeds: [200, 304],
  gives: 'application/vnd.apple.pkpass',
  errors: ['not-found', 'pass-token-refused', 'wallet-not-offered']
}, async (call) => {
  const { passType, serial } = call.params
  const since = new Date(getRequestHeader(call.event, 'if-modified-since') ?? NaN)
  const latest = await latestPass(passDeskOf(call.house), { passTypeId: passType, ticketId: serial, token: applePassToken(call.event) }, Number.isNaN(since.getTime()) ? null : since)
  if (!latest) {
    call.status(304)
    return null
  }
  setResponseHeader(call.event, 'last-modified', latest.changedAt.toUTCString())
  return fileReply(call.event, 'application/vnd.apple.pkpass', `${serial}.pkpass`, latest.file)
})
