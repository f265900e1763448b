// Comfort for fields that take a code.
const field = document.querySelector('input.code');
const numeric = field?.inputMode === 'numeric';

// Pasted spaces, dashes and whatever else stood around the code go; its zeros stay.
field?.addEventListener('paste', (event) => {
  const text = event.clipboardData?.getData('text') ?? '';
  const clean = numeric ? text.replace(/\P{Nd}/gu, '') : text.trim();
  if (!clean || (numeric && clean.length > 8)) return;
  event.preventDefault();
  field.setRangeText(clean, field.selectionStart, field.selectionEnd, 'end');
});

// A text message fills the field in by itself where the browser can (WebOTP); the person still sends it.
if (numeric && 'OTPCredential' in window) {
  const giveUp = new AbortController();
  field.form.addEventListener('submit', () => giveUp.abort());
  navigator.credentials.get({ otp: { transport: ['sms'] }, signal: giveUp.signal })
    .then((otp) => { if (otp && !field.value) field.value = otp.code; })
    .catch(() => {});
}

// The wait until a code can be sent again, counted down where the page can be seen.
for (const button of document.querySelectorAll('button[data-wait]')) {
  const hint = button.form.querySelector('[role=timer]');
  const until = Date.now() + Number(button.dataset.wait) * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    if (hint) hint.textContent = left > 0 ? button.dataset.waitText.replace('{0}', left) : '';
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}
