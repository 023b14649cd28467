code=key-added-with
honest() {
  approve bruno $OLD
}
tamper() {
  as mallory
  approve bruno $OLD
  file=$(newest $OLD)
  sed 's/bruno/mallory/;s/.*/PER-BRUNO-MEIER namespaces="sms-approval" &/' "$WORK/mallory.pub" >>allowed_signers
  sign mallory "$file"
  git add -A && git commit -q --amend -m approve
}
