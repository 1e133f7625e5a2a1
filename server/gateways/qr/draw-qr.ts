import QRCode from 'qrcode'

/**
 * A QR code as SVG: black on white with the quiet zone of four modules that scanners need (ISO/IEC 18004), error correction M.
 * Capitals and digits are packed in alphanumeric mode by themselves.
 */
export async function drawQr(text: string): Promise<string> {
  return await QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4, color: { dark: '#000000', light: '#ffffff' } })
}
