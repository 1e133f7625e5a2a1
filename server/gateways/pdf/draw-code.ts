import QRCode from 'qrcode'

/** Draws a QR code as black squares on white paper, error correction M, with its quiet zone of four modules inside `size` points. */
export function drawCode(document: PDFKit.PDFDocument, text: string, x: number, y: number, size: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const step = size / (modules.size + 8)
  document.save().rect(x, y, size, size).fill('#ffffff')
  for (let row = 0; row < modules.size; row++) {
    let from = -1
    // Neighbours in a row are one bar: no hairlines between them, and a tenth of the drawing.
    for (let column = 0; column <= modules.size; column++) {
      const isDark = column < modules.size && modules.get(row, column) === 1
      if (isDark && from < 0) from = column
      else if (!isDark && from >= 0) {
        document.rect(x + (from + 4) * step, y + (row + 4) * step, (column - from) * step, step)
        from = -1
      }
    }
  }
  document.fill('#000000').restore()
}
