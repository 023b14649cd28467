code=commit-signature
honest() {
  as bruno
  do_sms note "$TWO" 'Seen by Bruno'
  git -c gpg.format=ssh -c user.signingKey="$WORK/bruno" commit -q --amend --no-edit -S
}
tamper() {
  git cat-file commit HEAD | sed 's/^note .*/note something else/' >"$WORK/commit"
  git update-ref HEAD "$(git hash-object -t commit -w "$WORK/commit")"
}
