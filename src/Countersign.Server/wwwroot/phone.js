// Says while it is typed how a number of the chosen country looks, and whether it can be complete.
const country = document.querySelector('#country');
const number = document.querySelector('#number');
const hint = document.querySelector('#number-hint');

function wordsFor(typed) {
  const { example, fewest, most } = country.selectedOptions[0].dataset;
  const { example: words, short, long } = number.dataset;
  const digits = typed.replace(/\P{Nd}/gu, '').length;
  const begins = typed.replace(/[^\p{Nd}+\uFF0B]/gu, '');
  if (/^[+\uFF0B]/.test(begins) || begins.startsWith('00')) return '';
  if (digits > Number(most)) return long;
  if (digits > 0 && digits < Number(fewest) && document.activeElement !== number) return short;
  return example ? words.replace('{0}', example) : '';
}

// Only what is new is said: a screen reader reads aloud whatever is written here.
function look() {
  const words = wordsFor(number.value.trim());
  if (hint.textContent !== words) hint.textContent = words;
}

for (const event of ['input', 'change', 'blur', 'focus']) number.addEventListener(event, look);
country.addEventListener('change', look);
look();
