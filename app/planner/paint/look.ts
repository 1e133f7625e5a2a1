/** The colours of the board in one theme; the same paper and ink as the page (app/assets/main.css). */
export interface Look {
  ground: string
  grid: string
  ink: string
  muted: string
  stage: string
  stageInk: string
  table: string
  accent: string
  guide: string
}

export const LOOKS: Record<'light' | 'dark', Look> = {
  light: { ground: '#fbf7f0', grid: 'rgba(28,21,18,0.06)', ink: '#1c1512', muted: 'rgba(28,21,18,0.6)', stage: '#302620', stageInk: '#fbf7f0', table: 'rgba(28,21,18,0.12)', accent: '#c93a1c', guide: '#0b74de' },
  dark: { ground: '#15100d', grid: 'rgba(255,248,238,0.06)', ink: '#fff8ee', muted: 'rgba(255,248,238,0.62)', stage: '#4b3f36', stageInk: '#fbf7f0', table: 'rgba(255,248,238,0.16)', accent: '#ff6f4d', guide: '#6db3ff' }
}
