// Says while it is typed how a number of the chosen country looks, and whether it can be complete.
const country = document.querySelector('#country');
const number = document.querySelector('#number');
const hint = document.querySelector('#number-hint');

function look() {
  const { example, lengths } = country.selectedOptions[0].dataset;
  const known = lengths.split(' ').map(Number);
  const typed = number.value.trim();
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '');
  const { example: words, short, long } = number.dataset;
  if (typed.startsWith('+') || typed.startsWith('00')) hint.textContent = '';
  else if (digits.length > Math.max(...known)) hint.textContent = long;
  else if (digits.length > 0 && digits.length < Math.min(...known) && document.activeElement !== number) hint.textContent = short;
  else hint.textContent = example ? words.replace('{0}', example) : '';
}

for (const event of ['input', 'change', 'blur', 'focus']) number.addEventListener(event, look);
country.addEventListener('change', look);
look();
