code=signers-line
options=(--strict)
tamper() {
  printf '* %s\n' "$(cat "$WORK/mallory.pub")" >>allowed_signers
  commit 'a key'
}
