code=commit-key-unknown
options=(--strict)
tamper() {
  as mallory
  do_sms note "$TWO" 'Seen by Mallory'
  git -c gpg.format=ssh -c user.signingKey="$WORK/mallory" commit -q --amend --no-edit -S
}
