// oidc-provider as a shop's provider: any name signs in, and its address of mail is name@example.org.
// Two clients, one with RS256 and one with ES256. On its standard input "rotate" gives it new keys.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const redirects = [process.argv[2]];

function newKeys() {
  const private_keys = [
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ];
  return private_keys.map(([alg, pair]) => ({
    ...pair.privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: `${alg}-${randomUUID()}`,
  }));
}

const client = (id, alg, method) => ({
  client_id: id, client_secret: `a secret of ${id}`, redirect_uris: redirects, id_token_signed_response_alg: alg,
  token_endpoint_auth_method: method, grant_types: ['authorization_code'], response_types: ['code'],
});

function make(issuer) {
  return new Provider(issuer, {
    jwks: { keys: newKeys() },
    clients: [client('rs256', 'RS256', 'client_secret_basic'), client('es256', 'ES256', 'client_secret_post')],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: [randomUUID()] },
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.org`, email_verified: true, name: `The ${sub}` }),
    }),
  }).callback();
}

let handle;
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  handle = make(issuer);
  console.log(issuer);
  createInterface({ input: process.stdin }).on('line', () => {
    handle = make(issuer);
    console.log('rotated');
  });
});
