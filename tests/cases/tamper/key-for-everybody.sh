code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  printf '* %s\n' "$(cat "$WORK/mallory.pub")" >>allowed_signers
  commit 'a key'
  as bruno
  do_sms approve $OLD --yes --key "$WORK/bruno"
  file=$(newest $OLD)
  sign mallory "$file"
  git commit -qa --amend -m approve
}
