// What a stretch of encrypted bytes is, as a trace names it. The bytes themselves are different in every run: OpenSSL draws
// its own entropy. So may be the size of a session ticket, by a padding block; traces hold no size that could vary.

/** How an event calls the bytes that it delivers; without a `hasSize` their number is left out. */
export type BytesKind = { readonly name: string; readonly hasSize: boolean };

/** Hellos, certificates, alerts, tickets: what TLS sends of its own accord. */
export const TLS_HANDSHAKE: BytesKind = { name: 'TLS handshake', hasSize: false };

/** Records of the application's bytes: their size follows from the plain one. */
export const TLS_DATA: BytesKind = { name: 'TLS data', hasSize: true };
