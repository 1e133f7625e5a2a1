/** What our tests use of forge, which brings no types of its own. */
declare module 'node-forge' {
  export interface Asn1 { readonly isAsn1: true }
  export interface Name { name: string, value: string }
  export interface Certificate {
    publicKey: unknown
    serialNumber: string
    validity: { notBefore: Date, notAfter: Date }
    subject: { getField(name: string): { value: string } }
    setSubject(names: Name[]): void
    setIssuer(names: Name[]): void
    sign(key: unknown, digest: unknown): void
    verify(child: Certificate): boolean
  }
  const forge: {
    pki: {
      createCertificate(): Certificate
      publicKeyFromPem(pem: string): unknown
      privateKeyFromPem(pem: string): unknown
      certificateFromPem(pem: string): Certificate
      certificateToPem(certificate: Certificate): string
    }
    md: { sha256: { create(): unknown } }
    asn1: {
      Class: { UNIVERSAL: number }
      Type: { SET: number }
      fromDer(bytes: string): Asn1
      toDer(asn1: Asn1): { getBytes(): string }
      create(tagClass: number, type: number, constructed: boolean, value: Asn1[]): Asn1
    }
    pkcs7: { messageFromAsn1(asn1: Asn1): { certificates: Certificate[], rawCapture: { authenticatedAttributes: Asn1[], signature: string } } }
  }
  export default forge
}
