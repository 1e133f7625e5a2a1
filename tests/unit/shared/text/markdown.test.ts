import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '#shared/text/markdown.ts'

describe('the description of an event', () => {
  it('is Markdown: paragraphs, lists, emphasis, and headings below those of the page', () => {
    expect(renderMarkdown('# Cast\n\n- *Mei* **Lin**')).toBe('<h3>Cast</h3>\n<ul>\n<li><em>Mei</em> <strong>Lin</strong></li>\n</ul>\n')
  })

  it('links where it should, without a vote for the target', () => {
    expect(renderMarkdown('[us](https://example.org) https://example.com')).toBe('<p><a href="https://example.org" rel="nofollow ugc noopener">us</a> <a href="https://example.com" rel="nofollow ugc noopener">https://example.com</a></p>\n')
    expect(renderMarkdown('[plan](/events/tosca)')).toContain('href="/events/tosca"')
  })

  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](&#106;avascript:alert(1))', '[x](java\tscript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)', '![x](https://evil.example/t.gif)', '![x](javascript:alert(1))', '[x](vbscript:x)', '[x](//evil.example)', '<javascript:alert(1)>',
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")', '```"><svg onload=alert(1)>\n```', '<svg/onload=alert(1)>', '[x]: javascript:alert(1)\n\n[x]', '<a href="javascript:alert(1)">x</a>', '<!-- --><style>*{}</style>'
  ])('is inert whatever is written in it: %s (V-11)', (text) => {
    const html = renderMarkdown(text)
    const tags = html.match(/<[^>]*>/g) ?? []
    expect(html).not.toMatch(/<(?:script|img|svg|style|iframe|object|!--)/i)
    for (const tag of tags) expect(tag).toMatch(/^<\/?(?:p|a|pre|code|em|strong)(?: href="(?:https?:\/\/|mailto:)[^"]*")?(?: title="[^"]*")?(?: rel="nofollow ugc noopener")?(?: class="[^"]*")?>$/)
  })

  it('has no tag but its own few, whatever is written in it (V-11)', () => {
    const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', '\'', '[', ']', '(', ')', '!', '`', '*', '_', '#', '\n', ' ', 'a', 'javascript:', 'http://x', '<script>', 'on', '=', '&', '\\', '|', '-') })
    fc.assert(fc.property(hostile, (text) => {
      for (const tag of renderMarkdown(text).match(/<\/?[a-z][^>]*>/gi) ?? []) expect(tag).toMatch(/^<\/?(?:p|a|ul|ol|li|h[3-6]|em|strong|s|code|pre|hr|br|blockquote|table|thead|tbody|tr|th|td)\b/)
    }))
  })
})
