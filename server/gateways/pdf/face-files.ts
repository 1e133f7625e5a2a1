import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The faces of printed tickets, as files of packages: Chinese and Latin from one hand, and one with every Latin, Greek and Cyrillic letter. */
export const FACE_FILES = {
  chinese: { regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf', bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf' },
  latin: { regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf', bold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf' }
} as const

/** Where a file of a package is. */
export const packageFile = (file: string) => createRequire(import.meta.url).resolve(file)

/** Puts the faces into a server that was built, where it finds them as before: its bundler does not see files that are only read. */
export function shipFaces(serverFolder: string): void {
  const faces = Object.values(FACE_FILES).flatMap(face => Object.values(face))
  const packages = new Set(faces.map(file => dirname(dirname(file))))
  for (const file of [...faces, ...[...packages].flatMap(name => [`${name}/package.json`, `${name}/LICENSE`])]) cpSync(packageFile(file), join(serverFolder, 'node_modules', file))
}
