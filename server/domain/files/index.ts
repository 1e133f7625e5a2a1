/** What others may ask of files. */
export type { FileStore } from './file-store.ts'
export type { ImageWorks, WorkedImage } from './image-works.ts'
