// Runs before the first paint, as its own file because the content security policy forbids inline scripts:
// without it a person who chose dark would see a white flash, and a screen reader the wrong language.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('licenza.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    if (localStorage.getItem('licenza.navigation') === 'narrow') root.dataset.navigation = 'narrow';
    var language = localStorage.getItem('licenza.language') || navigator.language.slice(0, 2);
    root.lang = language === 'it' ? 'it' : 'en';
  } catch {
    // Storage may be closed to us (private windows); the defaults of the page hold.
  }
})();
