// Makes numbers of every region and kind, asks libphonenumber-js what it thinks of them, and writes both down.
'use strict';

const perKind = 2;
const digits = '0123456789';

// A fixed seed, so that a refresh of the same version changes nothing (xorshift32).
let state = 20260701;
function below(limit) {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) % limit;
}
const oneOf = list => list[below(list.length)];

/** The vector file: input, default region, E.164, region, kind (NONE: not a valid number), separated by tabs. */
exports.vectors = (library, metadata, version) => {
  const asked = new Set();
  for (const [region, facts] of Object.entries(metadata.countries)) {
    for (const number of numbersOf(facts)) for (const input of spellings(library, number, facts[0], region)) asked.add(`${input}\t${region}`);
  }
  for (const facts of Object.values(metadata.nonGeographic)) {
    for (const number of numbersOf(facts)) asked.add(`+${facts[0]}${number}\tDE`);
  }
  const lines = [...asked].map(question => `${question}\t${answer(library, ...question.split('\t'))}`);
  return `# libphonenumber-js ${version}, made by tools/refresh-phone-data\n# input\tdefault region\tE.164\tregion\tkind\n${lines.join('\n')}\n`;
};

function numbersOf(facts) {
  const patterns = (facts[11] || []).filter(kind => kind && kind[0]).map(kind => kind[0]);
  const good = patterns.flatMap(pattern => Array.from({ length: perKind }, () => sample(pattern)));
  return [...good, mutated(oneOf(good)), mutated(sample(facts[2])), sample(facts[2])];
}

function mutated(number) {
  const at = below(number.length);
  return oneOf([
    () => number.slice(0, at) + number.slice(at + 1),
    () => number.slice(0, at) + oneOf(digits) + number.slice(at),
    () => number.slice(0, at) + oneOf(digits) + number.slice(at + 1),
  ])();
}

// Every number in international form, and in one other form that people of the region write.
function spellings(library, number, callingCode, region) {
  const parsed = library.parsePhoneNumberFromString(`+${callingCode}${number}`);
  const written = oneOf([
    () => parsed?.formatNational(),
    () => parsed?.formatInternational(),
    () => parsed?.getURI(),
    () => number,
    () => callingCode + number,
  ])();
  return [`+${callingCode}${number}`, written].filter(Boolean);
}

// Without "extract" the library must read the whole text, but then it does not know "tel:".
function answer(library, input, region) {
  const number = library.parsePhoneNumberFromString(input.replace(/^tel:/, ''), { defaultCountry: region, extract: false });
  return number?.isValid() ? [number.number, number.country ?? '-', number.getType() ?? 'UNKNOWN'].join('\t') : '-\t-\tNONE';
}

// A random text that a pattern matches. It knows what numbering plans use: literals, classes, groups, alternatives, repetition.
function sample(pattern) {
  let at = 0;
  const text = alternatives();
  if (at !== pattern.length) throw new Error(`Cannot read the pattern ${pattern} at ${at}.`);
  return text();

  function alternatives() {
    const all = [sequence()];
    while (pattern[at] === '|') { at++; all.push(sequence()); }
    return () => oneOf(all)();
  }
  function sequence() {
    const parts = [];
    while (at < pattern.length && !'|)'.includes(pattern[at])) parts.push(repeated(atom()));
    return () => parts.map(part => part()).join('');
  }
  function atom() {
    if (take('(?:') || take('(')) { const inner = alternatives(); at++; return inner; }
    if (take('\\d')) return () => oneOf(digits);
    if (take('[')) return choice();
    const literal = pattern[at++];
    if (!digits.includes(literal)) throw new Error(`Cannot read ${literal} in ${pattern}.`);
    return () => literal;
  }
  function choice() {
    const end = pattern.indexOf(']', at);
    const members = [...digits].filter(digit => new RegExp(`[${pattern.slice(at, end)}]`).test(digit));
    at = end + 1;
    return () => oneOf(members);
  }
  function repeated(part) {
    if (take('?')) return () => (below(2) ? part() : '');
    const [all, low, high] = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at)) ?? ['', 1];
    at += all.length;
    return () => Array.from({ length: +low + below((high ?? low) - low + 1) }, part).join('');
  }
  function take(token) {
    if (!pattern.startsWith(token, at)) return false;
    at += token.length;
    return true;
  }
}
