import { cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** All of Swagger UI that its page asks for, and its licences. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'LICENSE', 'NOTICE']

/**
 * Lays out the reader of the API for whoever builds the app, so that it ships with it.
 * @returns `folder`
 */
export function readerFiles(folder: string): string {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const file of FILES) cpSync(join(swagger, file), join(folder, file))
  return folder
}
