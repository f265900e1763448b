// What every page gains from a script; without it everything works the same.

// A page that answers a form takes the address where it can be opened: loading it again, or coming back to it, sends nothing again.
const { lang, dataset: { at } } = document.documentElement;
if (at) history.replaceState(null, '', at);

// What was just done is said once, and not again whenever the page is loaded again, come back to or bookmarked; nor does it matter
// any more that somebody arrived from elsewhere.
const here = new URL(location);
for (const passing of ['said', 'arrived']) here.searchParams.delete(passing);
if (!at && here.href !== location.href) history.replaceState(null, '', here);

// A second click on a button changes nothing: the first is on its way.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  if (event.submitter?.hasAttribute('data-again')) return;
  event.target.dataset.sent = 'yes';
});
addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent; });

// Instants in the person's own time zone, and copy buttons; also for what a script adds to the page later, and tells by "more".
// They are written as the person does who reads this language: the browser may prefer another one.
const habit = navigator.languages.find((tag) => tag.split('-')[0] === lang) ?? (lang === 'en' ? 'en-GB' : lang);
const format = new Intl.DateTimeFormat(habit, { dateStyle: 'medium', timeStyle: 'short' });
function enliven(part) {
  for (const time of part.querySelectorAll('time[datetime]')) time.textContent = format.format(new Date(time.dateTime));
  // A browser lets pages copy over https only, and on the machine itself.
  for (const button of navigator.clipboard ? part.querySelectorAll('button[data-copy]') : []) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const before = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }
}
enliven(document);
document.addEventListener('more', (event) => enliven(event.target));

for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// A password can be looked at while it is typed. It is sent as what it is, so that nothing remembers it as a text.
for (const button of document.querySelectorAll('button[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  const turn = (type) => {
    if (field.type === type) return;
    field.type = type;
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  };
  button.hidden = false;
  button.addEventListener('click', () => turn(field.type === 'password' ? 'text' : 'password'));
  field.form.addEventListener('submit', () => turn('password'));
}
