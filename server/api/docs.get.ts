import { setResponseHeaders } from 'h3'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { readerPage } from '#server/http/openapi/reader-page.ts'

/** The reader's own files and the document, and nothing else: no script or style in the page itself. */
const POLICY = 'default-src \'none\'; script-src \'self\'; style-src \'self\'; img-src \'self\' data:; connect-src \'self\'; base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\''

export default defineEndpoint({
  summary: 'A page to read the API in, in the language of `?locale=`',
  callers: 'anyone',
  gives: 'text/html'
}, ({ event, locale }) => {
  setResponseHeaders(event, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'content-language': locale })
  return readerPage(locale)
})
