// openssl → test-certificates.ts, anew: a CA, and what it vouches for. Run by hand, never by a test or a user: the
// certificates hold for a hundred years, and certificates made on the fly would differ from run to run.
// Usage: node harness/simulate/tls/make-certificates.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Well before and after anybody's clock: OpenSSL looks at the real one, clients at the virtual one. */
const VALIDITY = ['-startdate', '20200101000000Z', '-enddate', '21200101000000Z'];
const OUTPUT = join(import.meta.dirname, 'test-certificates.ts');
const folder = mkdtempSync(join(tmpdir(), 'test-certificates-'));

/** What `openssl ca` needs, the only command of older releases that sets both ends of the validity. */
const CA_CONFIG = `[ca]
default_ca=it
[it]
database=index.txt
new_certs_dir=.
rand_serial=yes
default_md=sha256
unique_subject=no
policy=any
[any]
commonName=supplied
`;

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

function write(file: string, content: string): void {
  writeFileSync(join(folder, file), content);
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8').trimEnd();
}

/** Makes `name.pem`, of the key `key`, signed by that of the CA or (`-selfsign`) by its own. */
function certify(name: string, key: string, commonName: string, signer: string[], extensions: string): void {
  openssl('req', '-new', '-key', `${key}.key`, '-out', `${name}.csr`, '-subj', `/CN=${commonName}`);
  write(`${name}.ext`, extensions);
  const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`];
  openssl('ca', '-batch', '-notext', '-config', 'ca.conf', ...VALIDITY, ...signer, ...files);
}

const SERVER = 'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=';
const NAMES = 'DNS:gateway.test,DNS:localhost,IP:127.0.0.1,IP:10.0.0.1';
write('ca.conf', CA_CONFIG);
write('index.txt', '');
for (const key of ['ca', 'server']) openssl('genrsa', '-out', `${key}.key`, '2048');
const byItself = (key: string): string[] => ['-selfsign', '-keyfile', `${key}.key`];
const byCa = ['-cert', 'ca.pem', '-keyfile', 'ca.key'];
const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n';
certify('ca', 'ca', 'closecall test CA (trust it nowhere)', byItself('ca'), authority);
certify('trusted', 'server', 'gateway.test', byCa, `${SERVER}${NAMES}\n`);
certify('wrong-name', 'server', 'wrong.test', byCa, `${SERVER}DNS:wrong.test\n`);
certify('untrusted', 'server', 'gateway.test', byItself('server'), `${SERVER}${NAMES}\n`);

const text = `// The gateway's key and certificates, for tests alone: the key is public, so trust none of this anywhere else. Made by
// make-certificates.ts; RSA, since its signatures always have one length (those of elliptic curves vary), which keeps the
// sizes of a handshake the same in every run. Valid for a hundred years: OpenSSL looks at the real clock.

/** The CA that signed what is trusted. Its key was thrown away. */
export const TEST_CA = \`${read('ca.pem')}\`;

/** The key of every certificate below. A test key: it protects nothing. */
export const TEST_KEY = \`${read('server.key')}\`;

/** Certificates by what a client makes of them. */
export const TEST_CERTIFICATES = {
  /** Of gateway.test, signed by the CA. */
  trusted: \`${read('trusted.pem')}\`,
  /** Of wrong.test, signed by the CA. */
  'wrong-name': \`${read('wrong-name.pem')}\`,
  /** Of gateway.test, signed by nobody else. */
  untrusted: \`${read('untrusted.pem')}\`,
} as const;
`;
writeFileSync(OUTPUT, text);
rmSync(folder, { recursive: true });
