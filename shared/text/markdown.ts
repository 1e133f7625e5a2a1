import MarkdownIt from 'markdown-it'

/** Organisers write Markdown, never HTML: tags come out as text, and pictures and scripts not at all (V-11). */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, typographer: false }).disable('image')

// Only what a reader expects behind a link. Everything else stays text: no data:, no javascript:, no app schemes.
markdown.validateLink = address => /^(?:https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i.test(address.trim())

const plainLink = markdown.renderer.rules.link_open ?? ((tokens, index, options, _env, self) => self.renderToken(tokens, index, options))
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]!.attrSet('rel', 'nofollow ugc noopener')
  return plainLink(tokens, index, options, env, self)
}

// The page has its own h1 and h2.
markdown.core.ruler.push('lower_headings', (state) => {
  for (const token of state.tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`
  }
})

/** HTML of an organiser's Markdown, safe to show as it is. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}
