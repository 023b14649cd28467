code=commit-signature
signed() { git -c gpg.format=ssh -c user.signingKey="$WORK/$1" commit -q --amend --no-edit -S; }
honest() {
  as bruno
  do_sms note "$TWO" 'Seen by Bruno'
  signed bruno
}
tamper() {
  as bruno
  do_sms note "$TWO" 'Seen by Bruno, says Cleo'
  signed cleo
}
