/* global document, window */
/* Who is signed in. Kept in the browser, so that a second window is signed in, too. */

const stored = (name) => ({
  get: () => window.localStorage.getItem(`playground:${name}`),
  set: (value) => window.localStorage.setItem(`playground:${name}`, value),
  clear: () => window.localStorage.removeItem(`playground:${name}`),
});
const kept = { token: stored('token'), email: stored('email'), account: stored('account') };

export const session = {
  get token() {
    return kept.token.get();
  },
  /** Stays after the end of the session, for the next SignIn. */
  get email() {
    return kept.email.get();
  },
  get account() {
    return kept.account.get();
  },
  start({ token, user }) {
    kept.token.set(token);
    if (user?.email) kept.email.set(user.email);
    if (user?.accounts?.[0]) kept.account.set(user.accounts[0].id);
    showSession();
  },
  end() {
    kept.token.clear();
    kept.account.clear();
    showSession();
  },
};

export function showSession() {
  const bar = document.querySelector('#session');
  bar.replaceChildren();
  if (!session.token) {
    bar.append('Not signed in: run SignUp or SignIn');
    return;
  }
  const out = document.createElement('button');
  out.textContent = 'Sign out';
  out.addEventListener('click', () => session.end());
  bar.append(`Signed in${session.email ? ` as ${session.email}` : ''} `, out);
}
