// Recovery codes are shown this once: nobody loads the page again or leaves it without being asked, before they are kept.
let sends = false;
document.addEventListener('submit', (event) => { sends = event.target.closest('main') !== null; });
addEventListener('beforeunload', (event) => {
  if (!sends) event.preventDefault();
  sends = false;
});
