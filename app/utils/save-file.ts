/** Hands a text to whoever reads the page as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  saveData(name, url)
  // Some browsers begin to read only after they have asked where to put it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** The same for what has an address: `blob:` or `data:`. */
export function saveData(name: string, url: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
}
