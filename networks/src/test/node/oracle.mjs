// A second opinion on Stellar's XDR, from the network's own Rust definitions compiled to WebAssembly.
//
//   node oracle.mjs            answers lines "decode TYPE BASE64" and "generate TYPE SEED" with one JSON line each
//   node oracle.mjs corpus     prints the committed corpus: TYPE, base64, JSON, separated by tabs
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import * as xdr from '@stellar/stellar-xdr-json';

xdr.initSync(readFileSync(fileURLToPath(import.meta.resolve('@stellar/stellar-xdr-json/stellar_xdr_json_bg.wasm'))));

// How many values of each type the corpus has at most: enough to count through the arms of its unions.
const TYPES = {
  TransactionEnvelope: 60, Operation: 81, TransactionResult: 60, OperationResult: 170, LedgerKey: 40, LedgerEntry: 54, AccountEntryExtensionV1: 16,
  ScVal: 66, SorobanAuthorizationEntry: 24, SorobanTransactionData: 24, HashIdPreimage: 40,
  TransactionSignaturePayload: 20, ContractEvent: 12, DiagnosticEvent: 12, Preconditions: 24, Memo: 20, Asset: 12,
  TrustLineAsset: 12, ChangeTrustAsset: 12, ScAddress: 20, MuxedAccount: 8, SignerKey: 16, ClaimPredicate: 40,
  ClaimAtom: 12, ClaimableBalanceId: 4, AssetCode: 12,
};

const schemas = new Map();
function schemaOf(type) {
  if (!schemas.has(type)) schemas.set(type, JSON.parse(xdr.schema(type)));
  return schemas.get(type);
}

/** Random values that fit a type's JSON schema, which the oracle itself publishes. */
class Generator {
  /** @param steps which arm the first unions take, counted through like digits; -1 leaves all to chance */
  constructor(type, seed, steps = -1) {
    this.root = schemaOf(type);
    this.type = type;
    this.state = seed >>> 0;
    this.steps = steps;
    this.steered = steps < 0 ? 3 : 0;
  }

  random() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n) { return Math.floor(this.random() * n); }
  pick(list) { return list[this.below(list.length)]; }
  bytes(n) { return Buffer.from(Array.from({length: n}, () => this.below(256))); }

  value() { return this.named(this.type, this.root, 0); }

  named(name, schema, depth) {
    const special = this.special(name);
    return special === undefined ? this.of(schema, depth) : special;
  }

  of(schema, depth) {
    if (schema.$ref) {
      const name = decodeURIComponent(schema.$ref.split('/').pop());
      return this.named(name, this.root.definitions[name], depth + 1);
    }
    if (schema.allOf) return this.of(schema.allOf[0], depth);
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices) return this.choose(choices, depth);
    if (schema.enum) return this.pick(schema.enum);
    const kind = Array.isArray(schema.type) ? this.pick(schema.type) : schema.type;
    switch (kind) {
      case 'null': return null;
      case 'boolean': return this.below(2) === 1;
      case 'integer': return this.integer(schema.format);
      case 'array': return this.array(schema, depth);
      case 'object': return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, this.of(field, depth + 1)]));
      case 'string': return this.string(schema);
      default: throw new Error('unexpected schema ' + JSON.stringify(schema));
    }
  }

  choose(choices, depth) {
    // Settings of the network as ledger entries are not read by the codec under test.
    const readable = choices.filter(c => !JSON.stringify(c).includes('ConfigSettingEntry'));
    if (this.steered < 3 && readable.length > 1) {
      const arm = readable[this.steps % readable.length];
      this.steps = Math.floor(this.steps / readable.length);
      this.steered++;
      return this.of(arm, depth);
    }
    const shallow = readable.filter(c => c.enum || c.type === 'null' || !JSON.stringify(c).includes('$ref'));
    const list = depth > 11 && shallow.length > 0 ? shallow : readable;
    // Every name of an enumeration is a choice of its own, so that void arms are not rare.
    return this.of(this.pick(list.flatMap(c => c.enum ? c.enum.map(e => ({enum: [e]})) : [c])), depth);
  }

  array(schema, depth) {
    const least = schema.minItems ?? 0;
    const most = Math.max(least, Math.min(schema.maxItems ?? 2, 3));
    const length = depth > 11 ? least : least + this.below(most - least + 1);
    return Array.from({length}, () => this.of(schema.items, depth + 1));
  }

  integer(format) {
    switch (format) {
      case 'uint32': return this.pick([0, 1, this.below(1000), this.below(2 ** 32), 2 ** 32 - 1]);
      case 'int32': return this.pick([0, -1, this.below(2 ** 32) - 2 ** 31, 2 ** 31 - 1, -(2 ** 31)]);
      default: throw new Error('unexpected integer format ' + format);
    }
  }

  string(schema) {
    if (schema.contentEncoding === 'hex') {
      const least = (schema.minLength ?? 0) / 2;
      const most = Math.min((schema.maxLength ?? 64) / 2, Math.max(least, 40));
      return this.bytes(least + this.below(most - least + 1)).toString('hex');
    }
    if (schema.maxLength !== undefined) return this.text(schema.maxLength);
    return this.big(64);
  }

  /** Mostly non-negative, so that both signed and unsigned fields take most of them; misfits are drawn again. */
  big(bits) {
    const top = 1n << BigInt(bits);
    const any = BigInt('0x' + this.bytes(bits / 8).toString('hex'));
    return String(this.pick([0n, 1n, any % 10000n, any >> 1n, (top >> 1n) - 1n, any >> 1n, any - (top >> 1n), any]));
  }

  /** Upper case and escapes, so that no text looks like the name of an arm. */
  text(max) {
    const parts = ['A', 'B', 'Z', '0', '9', ' ', '\\xff', '\\xc3\\xa9', '\\0', '\\n', '\\\\', '"'];
    const count = Math.min(this.below(8), Math.floor(max / 2));
    return Array.from({length: count}, () => this.pick(parts)).join('');
  }

  code(least, most) {
    const letters = 'ABCXYZabcxyz0123456789';
    const rest = Array.from({length: least + this.below(most - least + 1) - 1}, () => this.pick([...letters]));
    return this.pick([...'ABCXYZ']) + rest.join('');
  }

  /** The text form of a type whose XDR is these bytes. */
  textOf(type, ...parts) {
    const bytes = Buffer.concat(parts.map(p => typeof p === 'number' ? word(p) : p));
    return JSON.parse(xdr.decode(type, bytes.toString('base64')));
  }

  special(name) {
    switch (name) {
      case 'AccountId': case 'PublicKey': case 'NodeId': return this.textOf(name, 0, this.bytes(32));
      case 'ContractId': case 'PoolId': return this.textOf(name, this.bytes(32));
      case 'ClaimableBalanceId': return this.textOf(name, 0, this.bytes(32));
      case 'MuxedAccount': return this.pick([
        () => this.textOf(name, 0, this.bytes(32)), () => this.textOf(name, 0x100, this.bytes(40))])();
      case 'SignerKey': return this.pick([
        () => this.textOf(name, this.below(3), this.bytes(32)),
        () => this.textOf(name, 3, this.bytes(32), 5, this.bytes(5), Buffer.alloc(3)),
        () => this.textOf(name, 3, this.bytes(32), 64, this.bytes(64))])();
      case 'ScAddress': return this.pick([
        () => this.textOf(name, 0, 0, this.bytes(32)), () => this.textOf(name, 1, this.bytes(32)),
        () => this.textOf(name, 2, this.bytes(40)), () => this.textOf(name, 3, 0, this.bytes(32)),
        () => this.textOf(name, 4, this.bytes(32))])();
      case 'AssetCode4': return this.code(1, 4);
      case 'AssetCode12': return this.code(5, 12);
      case 'AssetCode': return this.code(1, 12);
      case 'UInt128Parts': case 'Int128Parts': return this.big(128);
      case 'UInt256Parts': case 'Int256Parts': return this.big(256);
      case 'ScString': return this.text(200);
      case 'ScSymbol': case 'String32': return this.text(32);
      case 'String64': return this.text(64);
      default: return undefined;
    }
  }
}

function word(n) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

function generate(type, seed, steps = -1) {
  for (let attempt = 0; attempt < 2000; attempt++) {
    const value = new Generator(type, seed * 7919 + attempt, steps).value();
    try {
      const base64 = xdr.encode(type, JSON.stringify(value));
      return {xdr: base64, json: JSON.parse(xdr.decode(type, base64))};
    } catch (misfit) {
      if (!(misfit instanceof Error) && typeof misfit !== 'string') throw misfit;
    }
  }
  throw new Error('no value of ' + type + ' fits');
}

/** Every result code of every operation: the arms of the oracle's own schema. */
function* resultCodes() {
  const {definitions, oneOf} = schemaOf('OperationResult');
  yield* oneOf.flatMap(arm => arm.enum ?? []);
  for (const arm of definitions.OperationResultTr.oneOf) {
    const operation = arm.required[0];
    const result = definitions[arm.properties[operation].$ref.split('/').pop()];
    const codes = (result.oneOf ?? [result]).flatMap(r => r.enum ?? []);
    for (const code of codes) yield {op_inner: {[operation]: code}};
  }
}

function answer(line) {
  const [verb, type, argument] = line.split(' ');
  try {
    if (verb === 'generate') return generate(type, Number(argument));
    const json = xdr.decode(type, argument);
    return {xdr: xdr.encode(type, json), json: JSON.parse(json)};
  } catch (refusal) {
    return {error: String(refusal)};
  }
}

if (process.argv[2] === 'corpus') {
  const print = (type, {xdr: base64, json}) => console.log([type, base64, JSON.stringify(json)].join('\t'));
  for (const json of resultCodes()) {
    print('OperationResult', {xdr: xdr.encode('OperationResult', JSON.stringify(json)), json});
  }
  for (const code of schemaOf('TransactionResultCode').enum) {
    const json = {fee_charged: '100', result: code, ext: 'v0'};
    try {
      print('TransactionResult', {xdr: xdr.encode('TransactionResult', JSON.stringify(json)), json});
    } catch (codeThatCarriesMore) {
      // Success, failure and fee bumps have more than a code; they are among the random values.
    }
  }
  for (const [type, count] of Object.entries(TYPES)) {
    const seen = new Set();
    for (let seed = 0; seed < count; seed++) {
    const value = generate(type, seed, seed);
      if (seen.has(value.xdr) || value.xdr.length > 2000) continue;
      seen.add(value.xdr);
      print(type, value);
    }
  }
} else {
  const lines = createInterface({input: process.stdin, crlfDelay: Infinity});
  for await (const line of lines) process.stdout.write(JSON.stringify(answer(line)) + '\n');
}
